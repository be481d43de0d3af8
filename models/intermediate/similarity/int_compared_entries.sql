{{ config(materialized='view') }}

-- What is in each set, with what it was rated there: the users of each item, the items of each user. A list_key stands
-- for collection and user (item) in one narrow column.
with ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

rating_steps as (
    select
        recipe_key,
        steps
    from {{ ref('int_rating_steps') }}
),

sets as (
    select
        collection,
        set_number,
        member
    from {{ ref('int_compared_sets') }}
),

-- a reader's condition on the collection comes down to the ratings of its recipe
read_both_ways as (
    {% for kind, other in [('item', 'user'), ('user', 'item')] %}
    select
        {{ collection_of(kind, 'recipe_key') }} as collection,
        recipe_key,
        {{ kind }}_index as member,
        {{ other }}_index as feature,
        rating
    from ratings
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_compared_entries as (
    select
        read_both_ways.collection,
        sets.set_number,
        {{ number_in('read_both_ways.collection', 'read_both_ways.feature') }} as list_key,
        {{ rating_in_steps('read_both_ways.rating', 'rating_steps.steps') }} as value
    from read_both_ways
    inner join sets
        on
            sets.collection = read_both_ways.collection
            and sets.member = read_both_ways.member
    left join rating_steps on rating_steps.recipe_key = read_both_ways.recipe_key
)

select * from int_compared_entries
