{#
    The values of a group as one list, in a stated order. An aggregate function.

        select user_id, {{ ordered_list('item_id', 'rated_at, source_row') }} from events group by user_id
          ->  u1, ['b', 'a', 'c']
#}
{% macro ordered_list(value, order_by) -%}
    {{ return(adapter.dispatch('ordered_list', 'corate')(value, order_by)) }}
{%- endmacro %}

{% macro default__ordered_list(value, order_by) -%}
    {{ corate.no_version_for_engine('ordered_list') }}
{%- endmacro %}

{% macro duckdb__ordered_list(value, order_by) -%}
    list({{ value }} order by {{ order_by }})
{%- endmacro %}
