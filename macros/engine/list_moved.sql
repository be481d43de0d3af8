{#
    A list whose elements stand one place later: NULL comes first, and the last one is left out. The list has at least
    one element.

        {{ list_moved('[10, 20, 30]') }}  ->  [NULL, 10, 20]
#}
{% macro list_moved(list) -%}
    {{ return(adapter.dispatch('list_moved', 'corate')(list)) }}
{%- endmacro %}

{% macro default__list_moved(list) -%}
    {{ corate.no_version_for_engine('list_moved') }}
{%- endmacro %}

{% macro duckdb__list_moved(list) -%}
    [null] || array_pop_back({{ list }})
{%- endmacro %}

{% macro spark__list_moved(list) -%}
    concat(array(null), slice({{ list }}, 1, size({{ list }}) - 1))
{%- endmacro %}
