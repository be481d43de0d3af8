-- Two parts of one recipe beside each other. Drift is measured twice, as the field does: the population stability index
-- over ten groups that train makes, and the Jensen-Shannon distance over the values themselves.
{% set comparisons = [
    {'first': 'train', 'second': 'valid'},
    {'first': 'train', 'second': 'test'},
    {'first': 'valid', 'second': 'test'},
] %}

with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
    where split <> 'none'
),

parts as (
    select
        recipe_key,
        split,
        interactions,
        {{ unix_microseconds('first_rated_at') }} as first_microseconds,
        {{ unix_microseconds('last_rated_at') }} as last_microseconds
    from {{ ref('int_split_totals') }}
),

part_months as (
    select
        recipe_key,
        part,
        kind,
        entity_index,
        interactions
    from {{ ref('int_part_months') }}
),

part_ratings as (
    select
        recipe_key,
        split,
        rating,
        interactions
    from {{ ref('int_part_ratings') }}
),

count_values as (
    select
        recipe_key,
        kind,
        cast(entity_index as double) as value,
        sum(case when part = 0 then interactions else 0 end) as train_interactions,
        sum(case when part = 1 then interactions else 0 end) as valid_interactions,
        sum(case when part = 2 then interactions else 0 end) as test_interactions
    from part_months
    group by
        recipe_key,
        kind,
        entity_index
    union all
    select
        recipe_key,
        'rating' as kind,
        rating as value,
        sum(case when split = 'train' then interactions else 0 end) as train_interactions,
        sum(case when split = 'valid' then interactions else 0 end) as valid_interactions,
        sum(case when split = 'test' then interactions else 0 end) as test_interactions
    from part_ratings
    group by
        recipe_key,
        rating
),

-- Items from the most popular one on, ratings from the lowest one on, cut where another tenth of train's events is
-- reached. What train lacks is in the last group, the eleventh, or, for a rating, beside its neighbours.
group_values as (
    select
        *,
        {{ whole_quotient(
            '10 * coalesce(sum(train_interactions) over (
                partition by recipe_key, kind
                order by case when kind = \'rating\' then value else -train_interactions end, value
                rows between unbounded preceding and 1 preceding
            ), 0)',
            'nullif(sum(train_interactions) over (partition by recipe_key, kind), 0)',
        ) }} as value_group
    from count_values
    -- what is not split has no parts to compare
    where recipe_key in (select recipe_key from recipes)
),

pair_parts as (
    {% for pair in comparisons %}
    select
        recipe_key,
        kind,
        '{{ pair.first }}' as split,
        '{{ pair.second }}' as other_split,
        value_group,
        {{ pair.first }}_interactions as first_interactions,
        {{ pair.second }}_interactions as second_interactions,
        sum({{ pair.first }}_interactions) over (partition by recipe_key, kind) as first_total,
        sum({{ pair.second }}_interactions) over (partition by recipe_key, kind) as second_total
    from group_values
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

share_values as (
    select
        *,
        cast(first_interactions as double) / first_total as first_share,
        cast(second_interactions as double) / second_total as second_share
    from pair_parts
    where
        first_total > 0
        and second_total > 0
),

-- terms as whole numbers of 1e-15, so that their sum does not depend on their order
add_up_values as (
    select
        recipe_key,
        kind,
        split,
        other_split,
        sum(case when first_interactions > 0 then 1 else 0 end) as first_values,
        sum(case when second_interactions > 0 then 1 else 0 end) as second_values,
        sum(case when first_interactions > 0 and second_interactions > 0 then 1 else 0 end) as shared_values,
        {{ exact_sum(rounded_number(
            '1e15 * (
                case when first_share > 0 then first_share * ln(2 * first_share / (first_share + second_share)) else 0 end
                + case
                    when second_share > 0 then second_share * ln(2 * second_share / (first_share + second_share)) else 0
                end
            )'
        )) }} as doubled_divergence
    from share_values
    group by
        recipe_key,
        kind,
        split,
        other_split
),

-- a group without events has an infinite index: the smallest share is taken for one in ten thousand, as is customary
share_groups as (
    select
        recipe_key,
        kind,
        split,
        other_split,
        greatest(cast(sum(first_interactions) as double) / max(first_total), 0.0001) as first_share,
        greatest(cast(sum(second_interactions) as double) / max(second_total), 0.0001) as second_share
    from share_values
    where value_group is not null
    group by
        recipe_key,
        kind,
        split,
        other_split,
        value_group
),

add_up_groups as (
    select
        recipe_key,
        kind,
        split,
        other_split,
        {{ exact_sum(rounded_number('1e15 * (second_share - first_share) * ln(second_share / first_share)')) }}
            as stability_index
    from share_groups
    group by
        recipe_key,
        kind,
        split,
        other_split
),

measure_values as (
    select
        add_up_values.recipe_key,
        add_up_values.kind,
        add_up_values.split,
        add_up_values.other_split,
        add_up_values.second_values,
        add_up_values.shared_values,
        -- nine decimals: engines differ in the last bit of a logarithm
        {{ rounded_number(
            '1e9 * sqrt(greatest(cast(add_up_values.doubled_divergence as double), 0) / 2e15 / ln(2))'
        ) }} / cast(1e9 as double) as js_distance,
        {{ rounded_number('cast(add_up_groups.stability_index as double) / 1e6') }} / cast(1e9 as double) as psi
    from add_up_values
    left join add_up_groups
        on
            add_up_groups.recipe_key = add_up_values.recipe_key
            and add_up_groups.kind = add_up_values.kind
            and add_up_groups.split = add_up_values.split
            and add_up_groups.other_split = add_up_values.other_split
),

benchmarks__split_comparisons as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        users.split,
        users.other_split,
        cast(users.shared_values as bigint) as shared_users,
        cast(users.shared_values as double) / users.second_values as shared_user_share,
        cast(items.shared_values as bigint) as shared_items,
        cast(items.shared_values as double) / items.second_values as shared_item_share,
        case
            when second_part.last_microseconds > second_part.first_microseconds
                then
                    cast(
                        greatest(
                            0,
                            least(first_part.last_microseconds, second_part.last_microseconds)
                            - greatest(first_part.first_microseconds, second_part.first_microseconds)
                        ) as double
                    )
                    / (second_part.last_microseconds - second_part.first_microseconds)
            when
                second_part.first_microseconds
                between first_part.first_microseconds and first_part.last_microseconds then 1
            when second_part.first_microseconds is not null and first_part.first_microseconds is not null then 0
        end as time_overlap_share,
        items.psi as item_popularity_psi,
        items.js_distance as item_popularity_js_distance,
        ratings.psi as rating_psi,
        ratings.js_distance as rating_js_distance
    from measure_values as users
    inner join recipes on recipes.recipe_key = users.recipe_key
    inner join measure_values as items
        on
            items.recipe_key = users.recipe_key
            and items.split = users.split
            and items.other_split = users.other_split
            and items.kind = 'item'
    left join measure_values as ratings
        on
            ratings.recipe_key = users.recipe_key
            and ratings.split = users.split
            and ratings.other_split = users.other_split
            and ratings.kind = 'rating'
    inner join parts as first_part
        on
            first_part.recipe_key = users.recipe_key
            and first_part.split = users.split
    inner join parts as second_part
        on
            second_part.recipe_key = users.recipe_key
            and second_part.split = users.other_split
    where users.kind = 'user'
)

select * from benchmarks__split_comparisons
