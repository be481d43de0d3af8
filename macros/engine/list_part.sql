{#
    The elements of a list from position `first` to position `last`, both included, counted from 1.
    An empty list where last < first.

        {{ list_part("[10, 20, 30]", 2, 3) }}  ->  [20, 30]
#}
{% macro list_part(list, first, last) -%}
    {{ return(adapter.dispatch('list_part', 'corate')(list, first, last)) }}
{%- endmacro %}

{% macro default__list_part(list, first, last) -%}
    {{ corate.no_version_for_engine('list_part') }}
{%- endmacro %}

{% macro duckdb__list_part(list, first, last) -%}
    list_slice({{ list }}, {{ first }}, {{ last }})
{%- endmacro %}
