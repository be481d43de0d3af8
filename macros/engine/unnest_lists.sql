{#
    One row for each place of several lists of the same length, in the select list: a column for each list.

        select user_id, {{ unnest_lists({'item': '[7, 8]', 'at': '[20, 30]'}) }} from users  ->  (u1, 7, 20), (u1, 8, 30)
#}
{% macro unnest_lists(lists) -%}
    {{ return(adapter.dispatch('unnest_lists', 'corate')(lists)) }}
{%- endmacro %}

{% macro default__unnest_lists(lists) -%}
    {{ corate.no_version_for_engine('unnest_lists') }}
{%- endmacro %}

{% macro duckdb__unnest_lists(lists) -%}
    {% for column, list in lists.items() -%}
    unnest({{ list }}) as {{ column }}{{ '' if loop.last else ', ' }}
    {%- endfor %}
{%- endmacro %}

{% macro spark__unnest_lists(lists) -%}
    inline(arrays_zip({{ lists.values() | join(', ') }})) as ({{ lists | join(', ') }})
{%- endmacro %}
