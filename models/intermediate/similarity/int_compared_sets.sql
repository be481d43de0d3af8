-- Items as sets of users, and users as sets of items. The largest sets of a collection get the lowest numbers, so that
-- pairs can be made from sorted lists and blocks of few sets have about the same work. Sets that are too small to
-- share enough are left out.
with collections as (
    select
        collection,
        recipe_key,
        kind,
        min_shared,
        smallest_size,
        neighbors
    from {{ ref('int_compared_collections') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

measure_sets as (
    {% for kind in ['item', 'user'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_index as member,
        cast(count(*) as integer) as set_size
    from train_ratings
    group by
        recipe_key,
        {{ kind }}_index
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_compared_sets as (
    select
        collections.collection,
        collections.recipe_key,
        collections.kind,
        {{ number_in(
            'collections.collection',
            'row_number() over (partition by collections.collection'
            ~ ' order by measure_sets.set_size desc, measure_sets.member)'
        ) }} as set_number,
        measure_sets.member,
        measure_sets.set_size,
        collections.min_shared,
        -- no more than there can be: room is made for so many
        cast(least(collections.neighbors, count(*) over (partition by collections.collection)) as integer)
            as neighbors
    from measure_sets
    inner join collections
        on
            collections.recipe_key = measure_sets.recipe_key
            and collections.kind = measure_sets.kind
    where measure_sets.set_size >= collections.smallest_size
)

select * from int_compared_sets
