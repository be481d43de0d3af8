{#
    An aggregate over the rows of a table by its alias: a text that tells whether rows differ, in whatever order they
    are. Compared within one database only, so that the engine's own hash does.

        select {{ rows_hash('made') }} from numbers as made  ->  3 15820379487348758123
#}
{% macro rows_hash(alias) -%}
    {{ return(adapter.dispatch('rows_hash', 'corate')(alias)) }}
{%- endmacro %}

{% macro default__rows_hash(alias) -%}
    {{ corate.no_version_for_engine('rows_hash') }}
{%- endmacro %}

{% macro duckdb__rows_hash(alias) -%}
    {# an empty list has the hash of NULL, and [1], [2] that of [1, 2], [] #}
    count(*) || ' ' || coalesce(sum(hash({{ alias }}, cast({{ alias }} as varchar))), 0)
{%- endmacro %}

{# xxhash64 of the values themselves would pass over NULL: (NULL, 1) had the hash of (1, NULL). #}
{% macro spark__rows_hash(alias) -%}
    count(*) || ' ' || coalesce(sum(cast(
        xxhash64(to_json(struct({{ alias }}.*), map('ignoreNullFields', 'false'))) as decimal(20, 0)
    )), 0)
{%- endmacro %}
