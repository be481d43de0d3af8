{#
    An expression that says a value several times by a name, and has it computed once: written out each time, steps
    that follow one another would double and double again.

        {{ with_value('word', "lower('A')", "word || word") }}  ->  'aa'
#}
{% macro with_value(name, value, expression) -%}
    {{ return(adapter.dispatch('with_value', 'corate')(name, value, expression)) }}
{%- endmacro %}

{% macro default__with_value(name, value, expression) -%}
    {{ corate.no_version_for_engine('with_value') }}
{%- endmacro %}

{% macro duckdb__with_value(name, value, expression) -%}
    list_transform([{{ value }}], lambda {{ name }}: {{ expression }})[1]
{%- endmacro %}

{% macro spark__with_value(name, value, expression) -%}
    get(transform(array({{ value }}), {{ name }} -> {{ expression }}), 0)
{%- endmacro %}
