-- What the items (users) of a recipe are compared by, where a method brings its own measure: a vector each, whose
-- places are users (items), with what an event is worth there. Values are whole numbers of steps, so that every sum of
-- products is exact: a step is 0.00001 of tf_idf and bm25; of ratings, a hundred thousandth of the power of ten that
-- the largest reaches, so that similarities have an error of some millionths.
--
--   none             1
--   rating           the rating; an event without one is none
--   centred_rating   the rating above the mean of the item (user)
--   tf_idf           ln(n / (1 + m)), n being the items (users) and m those of them that the user (item) is in
--   bm25             the same times 2.2 / (1.2 * (0.25 + 0.75 * size / mean size) + 1)
with collections as (
    select distinct
        recipe_key,
        compares as kind,
        weighting
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'items'
        and similarity is not null
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

number_collections as (
    select
        *,
        row_number() over (
            partition by recipe_key, kind
            order by weighting
        ) as place
    from collections
),

read_both_ways as (
    {% for kind, other in [('item', 'user'), ('user', 'item')] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_index as member,
        {{ other }}_index as feature,
        rating
    from train_ratings
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

take_collections as (
    select
        number_collections.recipe_key,
        number_collections.kind,
        number_collections.weighting,
        number_collections.place,
        read_both_ways.member,
        read_both_ways.feature,
        read_both_ways.rating
    from read_both_ways
    inner join number_collections
        on
            number_collections.recipe_key = read_both_ways.recipe_key
            and number_collections.kind = read_both_ways.kind
    where
        number_collections.weighting not in ('rating', 'centred_rating')
        or read_both_ways.rating is not null
),

-- six digits: products of a million such values are below 2^63
choose_steps as (
    select
        recipe_key,
        kind,
        weighting,
        case
            when weighting = 'none' then cast(1 as double)
            when weighting in ('tf_idf', 'bm25') or coalesce(max(abs(rating)), 0) = 0 then cast(100000 as double)
            -- a power would be rounded in the engine's own way, a text is read as it is written
            else cast('1e' || (5 - cast(floor(log10(max(abs(rating)))) as integer)) as double)
        end as steps
    from take_collections
    group by
        recipe_key,
        kind,
        weighting
),

count_in_steps as (
    select
        events.recipe_key,
        events.kind,
        events.weighting,
        events.place,
        events.member,
        events.feature,
        choose_steps.steps,
        cast(round(events.rating * choose_steps.steps) as bigint) as rating
    from take_collections as events
    inner join choose_steps
        on
            choose_steps.recipe_key = events.recipe_key
            and choose_steps.kind = events.kind
            and choose_steps.weighting = events.weighting
),

count_members as (
    select
        recipe_key,
        kind,
        weighting,
        member,
        count(*) as features,
        cast({{ exact_sum('rating') }} as double) / count(*) as mean_rating
    from count_in_steps
    group by
        recipe_key,
        kind,
        weighting,
        member
),

count_features as (
    select
        recipe_key,
        kind,
        weighting,
        feature,
        count(*) as members
    from count_in_steps
    group by
        recipe_key,
        kind,
        weighting,
        feature
),

measure_collections as (
    select
        recipe_key,
        kind,
        weighting,
        count(*) as members,
        cast(sum(features) as double) / count(*) as mean_features
    from count_members
    group by
        recipe_key,
        kind,
        weighting
),

find_last_features as (
    select
        recipe_key,
        kind,
        max(feature) as last_feature
    from count_features
    group by
        recipe_key,
        kind
),

-- vectors of other weightings have nothing in common: their features have other numbers
weigh_events as (
    select
        events.recipe_key,
        events.kind,
        events.weighting,
        events.member,
        cast((events.place - 1) * last.last_feature + events.feature as bigint) as feature,
        events.steps,
        case events.weighting
            when 'none' then cast(1 as double)
            when 'rating' then events.rating
            when 'centred_rating' then events.rating - count_members.mean_rating
            else
                events.steps
                * ln(cast(collections.members as double) / (1 + count_features.members))
                * case events.weighting
                    when 'tf_idf' then 1
                    else 2.2 / (1.2 * (0.25 + 0.75 * count_members.features / collections.mean_features) + 1)
                end
        end as value
    from count_in_steps as events
    inner join measure_collections as collections
        on
            collections.recipe_key = events.recipe_key
            and collections.kind = events.kind
            and collections.weighting = events.weighting
    inner join find_last_features as last
        on
            last.recipe_key = events.recipe_key
            and last.kind = events.kind
    inner join count_members
        on
            {{ number_in('count_members.recipe_key', 'count_members.member') }}
            = {{ number_in('events.recipe_key', 'events.member') }}
            and count_members.kind = events.kind
            and count_members.weighting = events.weighting
    inner join count_features
        on
            {{ number_in('count_features.recipe_key', 'count_features.feature') }}
            = {{ number_in('events.recipe_key', 'events.feature') }}
            and count_features.kind = events.kind
            and count_features.weighting = events.weighting
),

int_knn_values as (
    select
        recipe_key,
        kind,
        weighting,
        member,
        feature,
        steps,
        cast(round(value) as bigint) as value
    from weigh_events
)

select * from int_knn_values
