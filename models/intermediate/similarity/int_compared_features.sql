{{ config(materialized='view', partition_by={'recipe': 'set_number'}) }}

-- The features of each set: the users of each item, the items of each user, with what they were rated there. A list_key
-- stands for collection and user (item) in one narrow column.
with ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

sets as (
    select
        collection,
        set_number,
        member,
        rating_steps
    from {{ ref('int_compared_sets') }}
),

-- a reader's condition on the collection comes down to the ratings of its recipe
read_both_ways as (
    {% for kind, other in [('item', 'user'), ('user', 'item')] %}
    select
        {{ collection_of(kind, 'recipe_key') }} as collection,
        '{{ kind }}' as kind,
        {{ kind }}_index as member,
        {{ other }}_index as feature,
        rating
    from ratings
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_compared_features as (
    select
        read_both_ways.collection,
        read_both_ways.kind,
        sets.set_number,
        {{ number_in('read_both_ways.collection', 'read_both_ways.feature') }} as list_key,
        -- sums of ratings and of their products are exact in whole numbers of steps
        cast(round(read_both_ways.rating * sets.rating_steps) as bigint) as value
    from read_both_ways
    inner join sets
        on
            sets.collection = read_both_ways.collection
            and sets.member = read_both_ways.member
)

select * from int_compared_features
