{#
    Lists of equal length taken apart together, in the select list: one row for each position, one
    named column for each list. No row where the lists are empty or NULL.

        select id, {{ unnest_side_by_side({'number': '[1, 2]', 'letter': "['a', 'b']"}) }} from lists
          ->  (x, 1, 'a'), (x, 2, 'b')
#}
{% macro unnest_side_by_side(lists) -%}
    {{ return(adapter.dispatch('unnest_side_by_side', 'corate')(lists)) }}
{%- endmacro %}

{% macro default__unnest_side_by_side(lists) -%}
    {{ corate.no_version_for_engine('unnest_side_by_side') }}
{%- endmacro %}

{% macro duckdb__unnest_side_by_side(lists) -%}
    {% set columns = [] %}
    {% for name, list in lists.items() %}
        {% do columns.append('unnest(' ~ list ~ ') as ' ~ name) %}
    {% endfor %}
    {{ return(columns | join(', ')) }}
{%- endmacro %}
