{#
    The distinct values of a group, NULL left out, in ascending order. An aggregate function;
    an empty list where a group has only NULL.

        select imdb_id, {{ distinct_list('genre') }} from genres group by imdb_id
          ->  tt0114709, ['Adventure', 'Animation']
#}
{% macro distinct_list(value) -%}
    {{ return(adapter.dispatch('distinct_list', 'corate')(value)) }}
{%- endmacro %}

{% macro default__distinct_list(value) -%}
    {{ corate.no_version_for_engine('distinct_list') }}
{%- endmacro %}

{% macro duckdb__distinct_list(value) -%}
    coalesce(list(distinct {{ value }} order by {{ value }}) filter (where {{ value }} is not null), [])
{%- endmacro %}

{% macro spark__distinct_list(value) -%}
    sort_array(collect_set({{ value }}))
{%- endmacro %}
