{# The steps that drop events, in their order. #}
{% macro dropping_steps() -%}
    {{ return([
        'duplicates',
        'minimum_rating',
        'no_time',
        'no_part',
        'period',
        'lists',
        'maxima',
        'first_or_last',
        'repeats_in_row',
        'core',
        'cold',
    ]) }}
{%- endmacro %}
