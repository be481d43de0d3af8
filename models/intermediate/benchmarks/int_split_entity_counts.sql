-- How many interactions each user and each item has in each part of a benchmark.
with interactions as (
    select
        recipe_id,
        split,
        user_index,
        item_index,
    from {{ ref('benchmarks__interactions') }}
),

int_split_entity_counts as (
    select
        recipe_id,
        split,
        'user' as kind,
        user_index as entity_index,
        count(*) as interactions,
    from interactions
    group by
        recipe_id,
        split,
        user_index
    union all
    select
        recipe_id,
        split,
        'item' as kind,
        item_index as entity_index,
        count(*) as interactions,
    from interactions
    group by
        recipe_id,
        split,
        item_index
)

select * from int_split_entity_counts
