{#
    One row for each element of a list, in the select list. No row for an empty or NULL list.

        select movie_id, {{ unnest_list("['Drama', 'War']") }} as genre from movies
          ->  (1, 'Drama'), (1, 'War')
#}
{% macro unnest_list(list) -%}
    {{ return(adapter.dispatch('unnest_list', 'corate')(list)) }}
{%- endmacro %}

{% macro default__unnest_list(list) -%}
    {{ corate.no_version_for_engine('unnest_list') }}
{%- endmacro %}

{% macro duckdb__unnest_list(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__unnest_list(list) -%}
    explode({{ list }})
{%- endmacro %}
