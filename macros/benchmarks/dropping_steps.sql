{# The steps that drop events, in their order. #}
{% macro dropping_steps() -%}
    {{ return(['duplicates', 'minimum_rating', 'no_time', 'core', 'cold']) }}
{%- endmacro %}
