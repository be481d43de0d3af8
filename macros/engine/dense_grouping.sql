{#
    Makes the engine group by one whole number in an array instead of a hash table, where it knows that the
    number has no more than 2^bits values: for the hooks of models whose groups are dense. An engine
    that knows no such thing groups as ever.

        {{ config(pre_hook='{{ dense_grouping(22) }}', post_hook='{{ usual_grouping() }}') }}

    DuckDB keeps an array for each thread and part of a union: 2^22 numbers of 16 bytes are 64 MB each.
    It is told for the session alone, which dbt gives up with the model, however that ends.
#}
{% macro dense_grouping(bits) -%}
    {{ return(adapter.dispatch('dense_grouping', 'corate')(bits)) }}
{%- endmacro %}

{% macro default__dense_grouping(bits) -%}
{%- endmacro %}

{% macro duckdb__dense_grouping(bits) -%}
    set session perfect_ht_threshold = {{ bits }}
{%- endmacro %}

{# Ends what dense_grouping began. #}
{% macro usual_grouping() -%}
    {{ return(adapter.dispatch('usual_grouping', 'corate')()) }}
{%- endmacro %}

{% macro default__usual_grouping() -%}
{%- endmacro %}

{% macro duckdb__usual_grouping() -%}
    reset session perfect_ht_threshold
{%- endmacro %}
