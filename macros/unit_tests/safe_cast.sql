{#
    A value of a unit test's fixture as SQL, in place of dbt's own: a list stands in a fixture as in YAML, whatever is in
    its texts. On Spark, it may stand as DuckDB writes it into a text, too.

        ['a', none], 'varchar[]'           ->  cast(['a', null] as varchar[])
        ['a', none], 'array<string>'       ->  cast(array('a', null) as array<string>)
        '["a", b]', 'array<string>'        ->  cast(array('a', 'b') as array<string>)
#}
{% macro duckdb__safe_cast(field, type) %}
    {%- if corate.is_list(field) -%}
        cast([{{ corate.literals_of(field) }}] as {{ type }})
    {%- else -%}
        cast({{ field }} as {{ type }})
    {%- endif -%}
{% endmacro %}

{% macro spark__safe_cast(field, type) %}
    {%- if corate.is_list(field) -%}
        cast(array({{ corate.literals_of(field) }}) as {{ type }})
    {%- elif field is string and field != 'null' and type.startswith('array') -%}
        {%- set elements = [] -%}
        {%- for element in field[2:-2].split(', ') if element -%}
            {%- do elements.append('null' if element == 'NULL' else "'" ~ element.strip('"') ~ "'") -%}
        {%- endfor -%}
        cast(array({{ elements | join(', ') }}) as {{ type }})
    {%- else -%}
        cast({{ field }} as {{ type }})
    {%- endif -%}
{% endmacro %}

{% macro is_list(field) %}
    {{ return(field is sequence and field is not string and field is not mapping) }}
{% endmacro %}

{% macro literals_of(list) %}
    {% set written = [] %}
    {% for element in list %}
        {% set literal = dbt.string_literal(dbt.escape_single_quotes(element)) if element is string else element %}
        {% do written.append('null' if element is none else literal) %}
    {% endfor %}
    {{ return(written | join(', ')) }}
{% endmacro %}

{# In Spark's texts a backslash begins an escape. #}
{% macro spark__escape_single_quotes(expression) -%}
    {{ corate.text_literal(expression)[1:-1] }}
{%- endmacro %}
