-- How unequally interactions are spread over the users, and over the items, of each part:
-- the Gini coefficient of the counts x(1) <= ... <= x(n), 2 * sum(i * x(i)) / (n * sum(x)) - (n + 1) / n.
-- 0: all have the same number. Close to 1: one has nearly all.
with entity_counts as (
    select
        recipe_id,
        split,
        kind,
        entity_index,
        interactions
    from {{ ref('int_split_entity_counts') }}
),

rank_by_count as (
    select
        recipe_id,
        split,
        kind,
        interactions,
        row_number() over (
            partition by recipe_id, split, kind
            order by interactions, entity_index
        ) as place
    from entity_counts
),

int_inequality as (
    select
        recipe_id,
        split,
        kind,
        count(*) as entities,
        sum(interactions) as interactions,
        avg(interactions) as mean_interactions,
        {{ median_of('interactions') }} as median_interactions,
        2.0 * sum(place * interactions) / (count(*) * sum(interactions)) - (count(*) + 1.0) / count(*) as gini
    from rank_by_count
    group by
        recipe_id,
        split,
        kind
)

select * from int_inequality
