{#
    How many of the steps that drop events an event came through: all of them, 5, when it is kept.

        {{ steps_survived('dropped_at_step') }}, 'minimum_rating'  ->  1;  NULL  ->  5
#}
{% macro steps_survived(dropped_at_step) -%}
    {%- set steps = dropping_steps() -%}
    case {{ dropped_at_step }}
        {%- for step in steps %}
        when '{{ step }}' then {{ loop.index0 }}
        {%- endfor %}
        else {{ steps | length }}
    end
{%- endmacro %}

{# The steps that drop events, in their order. #}
{% macro dropping_steps() -%}
    {{ return(['duplicates', 'minimum_rating', 'no_time', 'core', 'cold']) }}
{%- endmacro %}
