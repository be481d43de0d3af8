-- What users turned to in valid and in test, each item once.
with kept_interactions as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        rating
    from {{ ref('int_kept_interactions') }}
    where split in ('valid', 'test')
),

lists as (
    select
        recipe_key,
        split,
        relevant_from
    from {{ ref('int_recommendation_lists') }}
    where is_held_out
),

int_held_out_pairs as (
    select
        kept_interactions.recipe_key,
        kept_interactions.split,
        kept_interactions.user_index,
        kept_interactions.item_index,
        max(case when {{ is_relevant('kept_interactions.rating', 'lists.relevant_from') }} then 1 else 0 end) = 1
            as is_relevant
    from kept_interactions
    inner join lists
        on
            lists.recipe_key = kept_interactions.recipe_key
            and lists.split = kept_interactions.split
    group by
        kept_interactions.recipe_key,
        kept_interactions.split,
        kept_interactions.user_index,
        kept_interactions.item_index
)

select * from int_held_out_pairs
