-- Events of a user with an item that the same user had before, of recipes that keep such events.
with recipes as (
    select recipe_key
    from {{ ref('int_recipes') }}
    where duplicate_policy = 'all'
),

part_events as (
    select
        recipe_key,
        part,
        user_index,
        item_index,
        place,
        {{ month_number('rated_at') }} as month_number
    from {{ ref('int_part_events') }}
),

number_events_of_pairs as (
    select
        part_events.recipe_key,
        part_events.part,
        part_events.month_number,
        row_number() over (
            partition by part_events.recipe_key, part_events.part, part_events.user_index, part_events.item_index
            order by part_events.place
        ) as event_of_pair,
        min(part_events.part) over (
            partition by part_events.recipe_key, part_events.user_index, part_events.item_index
        ) as first_part
    from part_events
    inner join recipes on recipes.recipe_key = part_events.recipe_key
),

int_repeat_months as (
    select
        recipe_key,
        part,
        month_number,
        sum(case when event_of_pair > 1 then 1 else 0 end) as repeats,
        sum(case when part > 0 and first_part = 0 then 1 else 0 end) as targets_in_train
    from number_events_of_pairs
    group by
        recipe_key,
        part,
        month_number
)

select * from int_repeat_months
