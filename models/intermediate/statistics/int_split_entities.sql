-- How interactions are spread over the users, and over the items, of each part, and whom a held-out part has that
-- train lacks. All of it is read off the histories of users, in which train comes first, then valid, then test.
--
-- The Gini coefficient of the counts x(1) <= ... <= x(n) is 2 * sum(i * x(i)) / (n * sum(x)) - (n + 1) / n.
-- 0: all have the same number. Close to 1: one has nearly all.
{% set parts = [
    {'before': '0', 'interactions': 'interactions - valid_interactions - test_interactions'},
    {'before': 'interactions - valid_interactions - test_interactions', 'interactions': 'valid_interactions'},
    {'before': 'interactions - test_interactions', 'interactions': 'test_interactions'},
] %}

with recipes as (
    select
        recipe_key,
        split as split_method
    from {{ ref('int_recipes') }}
),

user_histories as (
    select
        recipe_key,
        user_index,
        item_indexes,
        rated_at_times,
        interactions,
        valid_interactions,
        test_interactions
    from {{ ref('int_user_histories') }}
),

-- numbers of parts are grouped several times as fast as their names
locate_parts as (
    {% for part in parts %}
    select
        recipe_key,
        {{ loop.index0 }} as part,
        user_index,
        item_indexes,
        rated_at_times,
        {{ part.before }} as interactions_before,
        {{ part.interactions }} as interactions
    from user_histories
    where {{ part.interactions }} > 0
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

cut_into_parts as (
    select
        recipe_key,
        part,
        user_index,
        interactions,
        {{ list_part('item_indexes', 'interactions_before + 1', 'interactions_before + interactions') }}
            as item_indexes,
        interactions_before > 0 as has_events_before,
        {{ list_element('rated_at_times', 'interactions_before') }} as rated_before_at,
        {{ list_element('rated_at_times', 'interactions_before + 1') }} as starts_at
    from locate_parts
),

list_items as (
    select
        recipe_key,
        part,
        {{ unnest_list('item_indexes') }} as item_index
    from cut_into_parts
),

count_interactions as (
    select
        recipe_key,
        part,
        'user' as kind,
        user_index as entity_index,
        interactions,
        -- nothing but the row in the file says which of two events of the same time was the future; two events without
        -- a time are tied, too
        case
            when not has_events_before then 0
            when rated_before_at = starts_at or (rated_before_at is null and starts_at is null) then 1
            else 0
        end as is_tied
    from cut_into_parts
    union all
    select
        recipe_key,
        part,
        'item' as kind,
        item_index as entity_index,
        count(*) as interactions,
        0 as is_tied
    from list_items
    group by
        recipe_key,
        part,
        item_index
),

rank_by_count as (
    select
        recipe_key,
        part,
        kind,
        interactions,
        is_tied,
        part > 0
        and min(part) over (partition by recipe_key, kind, entity_index) > 0 as is_cold,
        row_number() over (
            partition by recipe_key, part, kind
            order by interactions, entity_index
        ) as place
    from count_interactions
),

describe_parts as (
    select
        recipe_key,
        part,
        kind,
        count(*) as entities,
        sum(interactions) as interactions,
        avg(interactions) as mean_interactions,
        cast(median(interactions) as double) as median_interactions,
        cast(2 * {{ exact_sum('place * interactions') }} as double)
        / cast(count(*) * {{ exact_sum('interactions') }} as double)
        - cast(count(*) + 1 as double) / count(*) as gini,
        sum(case when is_cold then 1 else 0 end) as cold_entities,
        sum(is_tied) as tied_entities
    from rank_by_count
    group by
        recipe_key,
        part,
        kind
),

int_split_entities as (
    select
        describe_parts.recipe_key,
        {{ part_name('recipes.split_method', 'describe_parts.part') }} as split,
        describe_parts.kind,
        describe_parts.entities,
        describe_parts.interactions,
        describe_parts.mean_interactions,
        describe_parts.median_interactions,
        describe_parts.gini,
        describe_parts.cold_entities,
        describe_parts.tied_entities
    from describe_parts
    inner join recipes on recipes.recipe_key = describe_parts.recipe_key
)

select * from int_split_entities
