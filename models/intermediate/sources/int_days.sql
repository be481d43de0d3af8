{{ config(materialized='view', partition_by={}) }}

-- All days that an event may have: the semantic layer counts over them (models/marts/_semantic_layer.yml).
with numbers as (
    select {{ unnest_positions(47482) }} as number
),

int_days as (
    select cast({{ dbt.dateadd('day', 'number - 1', "cast('" ~ var('earliest_rated_at') ~ "' as date)") }} as date) as day
    from numbers
)

select * from int_days
