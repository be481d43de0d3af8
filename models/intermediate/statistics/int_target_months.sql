-- What train knows of held-out events, and how popular their items are in it.
with targets as (
    select
        recipe_key,
        part,
        item_index,
        rated_at,
        {{ month_number('rated_at') }} as month_number
    from {{ ref('int_part_events') }}
    where part > 0
),

train_parts as (
    select
        recipe_key,
        last_rated_at
    from {{ ref('int_split_totals') }}
    where split = 'train'
),

train_items as (
    select
        recipe_key,
        entity_index as item_index,
        sum(interactions) as interactions,
        max(last_rated_at) as last_rated_at
    from {{ ref('int_part_months') }}
    where
        part = 0
        and kind = 'item'
    group by
        recipe_key,
        entity_index
),

-- Items of which train has more events, and half of those of which it has as many. Doubled, to be a whole number.
place_train_items as (
    select
        *,
        2 * (rank() over (partition by recipe_key order by interactions desc) - 1)
        + count(*) over (partition by recipe_key, interactions) as doubled_place,
        2 * count(*) over (partition by recipe_key) as doubled_items
    from train_items
),

int_target_months as (
    select
        targets.recipe_key,
        targets.part,
        targets.month_number,
        sum(case when targets.rated_at < train_parts.last_rated_at then 1 else 0 end) as leaking_targets,
        sum(case when targets.rated_at <= items.last_rated_at then 1 else 0 end) as item_leaking_targets,
        count(items.doubled_place) as placed_targets,
        sum(items.doubled_place) as doubled_places,
        max(items.doubled_items) as doubled_items
    from targets
    left join train_parts on train_parts.recipe_key = targets.recipe_key
    left join place_train_items as items
        on
            items.recipe_key = targets.recipe_key
            and items.item_index = targets.item_index
    group by
        targets.recipe_key,
        targets.part,
        targets.month_number
)

select * from int_target_months
