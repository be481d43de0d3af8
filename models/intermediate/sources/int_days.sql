{{ config(materialized='view', partition_by={}) }}

-- All days that an event may have: the semantic layer counts over them (models/marts/_semantic_layer.yml).
{% set first_day = "cast('" ~ var('earliest_rated_at') ~ "' as date)" %}
{% set last_day = "cast('" ~ var('latest_rated_at') ~ "' as date)" %}

with numbers as (
    select {{ unnest_positions(days_between(first_day, last_day)) }} as number
),

int_days as (
    select
        {{ days_after(first_day, 'number - 1') }} as event_day
    from numbers
)

select * from int_days
