-- The items and users that are compared by methods with a measure of their own. Those of all weightings of a recipe are
-- numbered together, the largest first, so that pairs can be made from sorted lists.
with methods as (
    select
        recipe_key,
        compares,
        min_shared
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'items'
        and similarity is not null
),

knn_values as (
    select
        recipe_key,
        kind,
        weighting,
        member,
        steps,
        value
    from {{ ref('int_knn_values') }}
),

find_least_shared as (
    select
        recipe_key,
        compares as kind,
        min(min_shared) as min_shared
    from methods
    group by
        recipe_key,
        compares
),

measure_sets as (
    select
        recipe_key,
        kind,
        weighting,
        member,
        max(steps) as steps,
        cast(count(*) as integer) as set_size,
        cast({{ exact_sum('value * value') }} as bigint) as norm
    from knn_values
    group by
        recipe_key,
        kind,
        weighting,
        member
),

number_sets as (
    select
        measure_sets.*,
        find_least_shared.min_shared,
        case measure_sets.kind
            when 'user' then {{ collection_of('user', 'measure_sets.recipe_key') }}
            else {{ collection_of('item', 'measure_sets.recipe_key') }}
        end as collection,
        row_number() over (
            partition by measure_sets.recipe_key, measure_sets.kind
            order by measure_sets.set_size desc, measure_sets.weighting asc, measure_sets.member asc
        ) as place
    from measure_sets
    inner join find_least_shared
        on
            find_least_shared.recipe_key = measure_sets.recipe_key
            and find_least_shared.kind = measure_sets.kind
),

int_knn_sets as (
    select
        collection,
        {{ number_in('collection', 'place') }} as set_number,
        recipe_key,
        kind,
        weighting,
        member,
        set_size,
        norm,
        steps,
        min_shared
    from number_sets
)

select * from int_knn_sets
