-- Every recipe of what is landed: its size over all parts, and how many findings are to be looked at. One that cannot
-- be made says why.
with sizes as (
    select
        recipe_id,
        sum(interactions) as interactions
    from benchmarks.statistics
    group by recipe_id
),

kept_users as (
    select
        recipe_id,
        count(*) as users
    from benchmarks.users
    group by recipe_id
),

kept_items as (
    select
        recipe_id,
        count(*) as items
    from benchmarks.items
    group by recipe_id
),

verdicts as (
    select
        recipe_id,
        count(*) filter (where verdict = 'critical') as critical,
        count(*) filter (where verdict = 'look') as to_look_at,
        count(*) filter (where verdict = 'OK') as fine,
        count(*) filter (where verdict not in ('critical', 'look', 'OK')) as unanswered
    from benchmarks.findings
    group by recipe_id
)

select
    recipes.*,
    coalesce(kept_users.users, 0) as users,
    coalesce(kept_items.items, 0) as items,
    coalesce(sizes.interactions, 0) as interactions,
    coalesce(verdicts.critical, 0) as critical,
    coalesce(verdicts.to_look_at, 0) as to_look_at,
    coalesce(verdicts.fine, 0) as fine,
    coalesce(verdicts.unanswered, 0) as unanswered
from benchmarks.recipes
left join sizes on sizes.recipe_id = recipes.recipe_id
left join kept_users on kept_users.recipe_id = recipes.recipe_id
left join kept_items on kept_items.recipe_id = recipes.recipe_id
left join verdicts on verdicts.recipe_id = recipes.recipe_id
where recipes.is_landed
order by recipes.recipe_id
