{#
    How many of the steps that drop events an event came through: all of them when it is kept.

        {{ steps_survived('dropped_at_step', ['duplicates', 'core']) }}, core  ->  1;  NULL  ->  2
#}
{% macro steps_survived(dropped_at_step, steps) -%}
    case {{ dropped_at_step }}
        {%- for step in steps %}
        when '{{ step }}' then {{ loop.index0 }}
        {%- endfor %}
        else {{ steps | length }}
    end
{%- endmacro %}
