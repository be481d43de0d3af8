{#
    How many items a user must have in train to be compared with others, whatever the recipe asks for.

        {{ smallest_user() }}  ->  3
#}
{% macro smallest_user() -%}
    {{ return(3) }}
{%- endmacro %}
