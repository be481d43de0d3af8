{#
    How long ago a text in Portuguese says that something was, as a number and a unit; NULL where it does not. The text
    has gone through plain_spaces.

        'há 3 dias'                        ->  3, 'day'
        'transmitido ao vivo há um mês'    ->  1, 'month'
        'publicado em 3 de set. de 2018'   ->  NULL, NULL
#}
{% macro portuguese_ago_amount(text) -%}
    {%- set amount = corate.regexp_group(text, corate.portuguese_ago_pattern(), 1) -%}
    case when {{ amount }} like 'um%' then 1 else {{ corate.try_cast(amount, 'integer') }} end
{%- endmacro %}

{% macro portuguese_ago_unit(text) -%}
    case left({{ corate.regexp_group(text, corate.portuguese_ago_pattern(), 2) }}, 3)
        {%- for portuguese, unit in [
            ('seg', 'second'), ('min', 'minute'), ('hor', 'hour'), ('dia', 'day'), ('sem', 'week'),
            ('mês', 'month'), ('mes', 'month'), ('ano', 'year')
        ] %}
        when '{{ portuguese }}' then '{{ unit }}'
        {%- endfor %}
    end
{%- endmacro %}

{# Group 1 is the number (or um, uma), 2 the unit. #}
{% macro portuguese_ago_pattern() -%}
    {{ return('(?:^| )há ([0-9]{1,4}|uma?) (segundos?|minutos?|horas?|dias?|semanas?|mês|meses|anos?)$') }}
{%- endmacro %}
