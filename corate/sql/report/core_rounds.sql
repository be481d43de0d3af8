-- What is left after each round of the core of the recipe $recipe_id, from what it began with on, which is round 0; and
-- as a share of that.
with unite_rounds as (
    select
        0 as round,
        users_before as users,
        items_before as items,
        row_count_before as interactions
    from benchmarks.attrition
    where
        recipe_id = $recipe_id
        and step = 'core'
        and recipe_id in (
            select core_rounds.recipe_id
            from benchmarks.core_rounds
        )
    union all
    select
        round,
        users,
        items,
        interactions
    from benchmarks.core_rounds
    where recipe_id = $recipe_id
)

select
    round,
    users,
    items,
    interactions,
    interactions / nullif(first(interactions) over in_turn, 0) as interactions_share,
    users / nullif(first(users) over in_turn, 0) as users_share,
    items / nullif(first(items) over in_turn, 0) as items_share
from unite_rounds
window in_turn as (order by round rows between unbounded preceding and unbounded following)
order by round
