{#
    How many of the steps that drop events an event came through: all of them, 4, when it is kept.

        {{ steps_survived('dropped_at_step') }}, 'minimum_rating'  ->  1;  NULL  ->  4
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
    {{ return(['duplicates', 'minimum_rating', 'core', 'cold']) }}
{%- endmacro %}
