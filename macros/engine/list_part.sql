{#
    The elements of a list from position `first` to position `last`, both included, counted from 1.
    An empty list where last < first. `last` is no more than the length of the list.

    DuckDB 2.0.0's list_slice copies the whole list for each part of it: a million parts of lists of 200,000 ran out
    of 6 GB of memory. list_select takes the wanted elements alone.

        {{ list_part("[10, 20, 30]", 2, 3) }}  ->  [20, 30]
#}
{% macro list_part(list, first, last) -%}
    {{ return(adapter.dispatch('list_part', 'corate')(list, first, last)) }}
{%- endmacro %}

{% macro default__list_part(list, first, last) -%}
    {{ corate.no_version_for_engine('list_part') }}
{%- endmacro %}

{% macro duckdb__list_part(list, first, last) -%}
    list_select({{ list }}, range({{ first }}, {{ last }} + 1))
{%- endmacro %}

{% macro spark__list_part(list, first, last) -%}
    slice({{ list }}, cast({{ first }} as integer), cast(greatest({{ last }} - ({{ first }}) + 1, 0) as integer))
{%- endmacro %}
