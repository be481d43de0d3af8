{#
    The positions of a list of as many elements, as a list of integers; count is an integer expression, 1 or more.

        {{ list_of_positions('3') }}  ->  [1, 2, 3]
#}
{% macro list_of_positions(count) -%}
    {{ return(adapter.dispatch('list_of_positions', 'corate')(count)) }}
{%- endmacro %}

{% macro default__list_of_positions(count) -%}
    {{ corate.no_version_for_engine('list_of_positions') }}
{%- endmacro %}

{% macro duckdb__list_of_positions(count) -%}
    range(1, {{ count }} + 1)
{%- endmacro %}

{% macro spark__list_of_positions(count) -%}
    sequence(1, {{ count }})
{%- endmacro %}
