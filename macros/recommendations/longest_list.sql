{#
    How many items a list of recommendations has: as many as the metrics look at, the largest of the variable
    measured_at.

        {{ longest_list() }}, measured_at = [5, 10, 20]  ->  20
#}
{% macro longest_list() -%}
    {{ return(var('measured_at') | max) }}
{%- endmacro %}
