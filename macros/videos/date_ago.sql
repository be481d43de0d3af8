{#
    The date so many units before the date `seen_on`, units as portuguese_ago_unit names them; NULL where one of the
    three is. Hours and less are the same day, since the pages do not tell the time of day.

        {{ date_ago('3', "'day'", "cast('2019-12-03' as date)") }}    ->  2019-11-30
        {{ date_ago('1', "'month'", "cast('2019-12-03' as date)") }}  ->  2019-11-03
        {{ date_ago('23', "'hour'", "cast('2019-12-03' as date)") }}  ->  2019-12-03
#}
{% macro date_ago(amount, unit, seen_on) -%}
    case
        when {{ unit }} in ('second', 'minute', 'hour') then {{ seen_on }}
        {%- for name, part, count in [('day', 'day', 1), ('week', 'day', 7), ('month', 'month', 1), ('year', 'year', 1)] %}
        when {{ unit }} = '{{ name }}'
            then cast({{ dbt.dateadd(part, '-' ~ count ~ ' * ' ~ amount, seen_on) }} as date)
        {%- endfor %}
    end
{%- endmacro %}
