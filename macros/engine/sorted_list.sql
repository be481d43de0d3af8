{#
    The elements of a list in ascending order.

        {{ sorted_list("['b', 'a']") }}  ->  ['a', 'b']
#}
{% macro sorted_list(list) -%}
    {{ return(adapter.dispatch('sorted_list', 'corate')(list)) }}
{%- endmacro %}

{% macro default__sorted_list(list) -%}
    {{ corate.no_version_for_engine('sorted_list') }}
{%- endmacro %}

{% macro duckdb__sorted_list(list) -%}
    list_sort({{ list }})
{%- endmacro %}
