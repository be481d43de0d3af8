{#
    A value of a unit test's fixture as SQL of Spark, in place of dbt-spark's own: lists stand in fixtures as in YAML, or as
    DuckDB writes them into a text.

        spark__safe_cast(['a', none], 'array<string>')    ->  cast(array('a', null) as array<string>)
        spark__safe_cast("'[\"a\", b]'", 'array<string>')  ->  cast(array('a', 'b') as array<string>)
#}
{% macro spark__safe_cast(field, type) %}
    {%- if field is string and field != 'null' and type.startswith('array') -%}
        {%- set elements = [] -%}
        {%- for element in field[2:-2].split(', ') if element -%}
            {%- do elements.append("'" ~ element.strip('"') ~ "'") -%}
        {%- endfor -%}
        cast(array({{ elements | join(', ') }}) as {{ type }})
    {%- elif field is string or field is number -%}
        cast({{ field }} as {{ type }})
    {%- elif field is none or field is undefined -%}
        cast(null as {{ type }})
    {%- else -%}
        {%- set elements = [] -%}
        {%- for element in field -%}
            {%- do elements.append(
                'null' if element is none else corate.spark_text(element) if element is string else element
            ) -%}
        {%- endfor -%}
        cast(array({{ elements | join(', ') }}) as {{ type }})
    {%- endif -%}
{% endmacro %}

{# In Spark's texts a backslash begins an escape, too. #}
{% macro spark__escape_single_quotes(expression) -%}
    {{ corate.spark_text(expression)[1:-1] }}
{%- endmacro %}
