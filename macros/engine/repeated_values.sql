{#
    A query for the values of a column that a relation holds more than once, each once; NULL is none of them.

        with repeated_numbers as ({{ repeated_values('pairs', 'pair_number') }})
#}
{% macro repeated_values(relation, column) -%}
    {{ return(adapter.dispatch('repeated_values', 'corate')(relation, column)) }}
{%- endmacro %}

{# One group by, which a cluster spreads over its tasks. #}
{% macro default__repeated_values(relation, column) -%}
    select {{ column }}
    from {{ relation }}
    where {{ column }} is not null
    group by {{ column }}
    having count(*) > 1
{%- endmacro %}

{# Numbers that come twice are neighbours when put in order: less time than to group by almost distinct ones. #}
{% macro duckdb__repeated_values(relation, column) -%}
    select {{ column }}
    from (
        select
            {{ column }},
            lead({{ column }}) over (order by {{ column }}) as next_value
        from {{ relation }}
    ) as compare_with_next
    where next_value = {{ column }}
    group by {{ column }}
{%- endmacro %}
