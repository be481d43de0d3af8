{#
    One row for each position 1 .. count, in the select list (count is an integer expression).

        select user_id, {{ unnest_positions('2') }} as position from users  ->  (u1, 1), (u1, 2)
#}
{% macro unnest_positions(count) -%}
    {{ return(adapter.dispatch('unnest_positions', 'corate')(count)) }}
{%- endmacro %}

{% macro default__unnest_positions(count) -%}
    {{ corate.no_version_for_engine('unnest_positions') }}
{%- endmacro %}

{% macro duckdb__unnest_positions(count) -%}
    unnest(range(1, {{ count }} + 1))
{%- endmacro %}

{# sequence(1, 0) is [1, 0]. #}
{% macro spark__unnest_positions(count) -%}
    explode(case when {{ count }} >= 1 then sequence(1, {{ count }}) end)
{%- endmacro %}
