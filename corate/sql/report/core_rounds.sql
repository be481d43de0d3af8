-- What is left after each round of the core of the recipe $recipe_id, from what it began with on, which is round 0; and
-- as a share of that. A core within train counts the events of train alone.
with begun_with as (
    select
        count(distinct fates.user_id) as users,
        count(distinct fates.item_id) as items,
        count(*) as interactions
    from benchmarks.interaction_fates as fates
    inner join benchmarks.recipes on recipes.recipe_id = fates.recipe_id
    where
        fates.recipe_id = $recipe_id
        and case
            when fates.dropped_at_step is null then recipes.core_scope <> 'train' or fates.fate = 'train'
            when fates.dropped_at_step = 'cold' then recipes.core_scope <> 'train'
            else fates.dropped_at_step = 'core'
        end
),

unite_rounds as (
    select
        0 as round,
        users,
        items,
        interactions
    from begun_with
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
-- a recipe without a core has no rounds
qualify max(round) over in_turn > 0
order by round
