-- One ordered list a user: histories are cut from it when they are read, since all histories
-- written out would be quadratic in their length.
with interactions as (
    select
        recipe_id,
        user_index,
        item_index,
        rated_at,
        split,
        source_row,
    from {{ ref('benchmarks__interactions') }}
),

user_histories as (
    select
        recipe_id,
        user_index,
        {{ ordered_list('item_index', 'rated_at, source_row') }} as item_indexes,
        {{ ordered_list('rated_at', 'rated_at, source_row') }} as rated_at_times,
        count(*) as interactions,
        sum(case when split = 'valid' then 1 else 0 end) as valid_interactions,
        sum(case when split = 'test' then 1 else 0 end) as test_interactions,
    from interactions
    group by
        recipe_id,
        user_index
)

select
    recipe_id,
    user_index,
    item_indexes,
    rated_at_times,
    cast(interactions as integer) as interactions,
    cast(valid_interactions as integer) as valid_interactions,
    cast(test_interactions as integer) as test_interactions,
from user_histories
