{#
    The texts of a list, each once, in ascending order, without blanks around them; empty ones are left out, and those
    that stand for nothing (`none_words`, in lower case).

        {{ distinct_texts(split_text("'War| Drama|War||N/A'", '|'), ['n/a']) }}  ->  ['Drama', 'War']
#}
{% macro distinct_texts(list, none_words) -%}
    {{ return(adapter.dispatch('distinct_texts', 'corate')(list, none_words)) }}
{%- endmacro %}

{% macro default__distinct_texts(list, none_words) -%}
    {{ corate.no_version_for_engine('distinct_texts') }}
{%- endmacro %}

{% macro duckdb__distinct_texts(list, none_words) -%}
    list_sort(list_distinct(list_filter(
        list_transform({{ list }}, lambda element: trim(element)),
        lambda element: lower(element) not in ('', '{{ none_words | join("', '") }}')
    )))
{%- endmacro %}

{% macro spark__distinct_texts(list, none_words) -%}
    sort_array(array_distinct(filter(
        transform({{ list }}, element -> {{ corate.trimmed('element') }}),
        element -> lower(element) not in ('', '{{ none_words | join("', '") | replace('\\', '\\\\') }}')
    )))
{%- endmacro %}
