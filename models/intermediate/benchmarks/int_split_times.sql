-- First and last time of each part of a benchmark.
with interactions as (
    select
        recipe_id,
        split,
        rated_at,
    from {{ ref('benchmarks__interactions') }}
),

int_split_times as (
    select
        recipe_id,
        split,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        count(*) as interactions,
    from interactions
    group by
        recipe_id,
        split
)

select * from int_split_times
