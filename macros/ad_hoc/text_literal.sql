{#
    A text as a literal of SQL.

        text_literal("Schindler's List")  ->  'Schindler''s List'
#}
{% macro text_literal(text) -%}
    {{ return("'" ~ (text | string | replace("'", "''")) ~ "'") }}
{%- endmacro %}
