{#
    The date that a text in Portuguese names by how long ago it was, seen from the date `seen_on`;
    NULL where it does not. Hours and less are the same day, since the pages do not tell the time of
    day. The text has gone through plain_spaces.

        'há 3 dias', seen on 2019-12-03               ->  2019-11-30
        'transmitido ao vivo há um mês', as above     ->  2019-11-03
        'publicado em 3 de set. de 2018', as above    ->  NULL
#}
{% macro portuguese_date_ago(text, seen_on) -%}
    {%- set pattern = portuguese_ago_pattern() -%}
    {%- set amount -%}
        coalesce({{ try_cast(regexp_group(text, pattern, 1), 'integer') }}, 1)
    {%- endset -%}
    case left({{ regexp_group(text, pattern, 2) }}, 3)
        when 'seg' then {{ seen_on }}
        when 'min' then {{ seen_on }}
        when 'hor' then {{ seen_on }}
        {%- for unit, part, count in [
            ('dia', 'day', 1), ('sem', 'day', 7), ('mês', 'month', 1), ('mes', 'month', 1), ('ano', 'year', 1)
        ] %}
        when '{{ unit }}' then cast({{ dbt.dateadd(part, '-' ~ count ~ ' * ' ~ amount, seen_on) }} as date)
        {%- endfor %}
    end
{%- endmacro %}

{# How long ago: 1 the number (or um, uma), 2 the unit. #}
{% macro portuguese_ago_pattern() -%}
    {{ return('(?:^| )há ([0-9]{1,4}|uma?) (segundos?|minutos?|horas?|dias?|semanas?|mês|meses|anos?)$') }}
{%- endmacro %}
