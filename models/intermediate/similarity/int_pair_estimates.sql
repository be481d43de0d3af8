{{ config(post_hook='{{ log_pair_estimates(this) }}') }}
{% for kind in var('similar_kinds') if kind not in ['item', 'user'] %}
    {{ exceptions.raise_compiler_error("the variable similar_kinds has '" ~ kind ~ "': write item, user or both") }}
{% endfor %}
{% set kinds = "'" ~ var('similar_kinds') | join("', '") ~ "'" %}

-- How many pairs come up when items meet in users, and users in items, before any is made: a user of
-- n items makes n * (n - 1) / 2 pairs. Only those are counted that are compared: who has fewer users (items)
-- than two must have in common can be nobody's neighbour, and users with one or two items are not compared. A
-- popular item makes far more pairs of users than a busy user makes pairs of items, so users are compared only
-- within a budget, or where the recipe asks for it.
with recipes as (
    select
        recipe_key,
        user_neighbors,
        min_co_raters
    from {{ ref('int_recipes') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

list_both_kinds as (
    select
        recipe_key,
        'item' as kind,
        min_co_raters as smallest_size,
        cast(null as integer) as user_neighbors,
        cast(null as bigint) as budget
    from recipes
    union all
    select
        recipe_key,
        'user' as kind,
        greatest(min_co_raters, 3) as smallest_size,
        user_neighbors,
        cast({{ var('user_pairs_budget') }} as bigint) as budget
    from recipes
),

list_kinds as (
    select *
    from list_both_kinds
    where kind in ({{ kinds }})
),

{% for kind, other in [('item', 'user'), ('user', 'item')] %}
{{ kind }}_sizes as (
    select
        train_ratings.recipe_key,
        train_ratings.{{ kind }}_index,
        count(*) >= min(list_kinds.smallest_size) as is_compared
    from train_ratings
    inner join list_kinds
        on
            list_kinds.recipe_key = train_ratings.recipe_key
            and list_kinds.kind = '{{ kind }}'
    group by
        train_ratings.recipe_key,
        train_ratings.{{ kind }}_index
),

-- what each {{ other }} has of those that are compared
compared_{{ kind }}s as (
    select
        train_ratings.recipe_key,
        train_ratings.{{ other }}_index,
        count(*) as members
    from train_ratings
    inner join {{ kind }}_sizes
        on
            {{ number_in(kind ~ '_sizes.recipe_key', kind ~ '_sizes.' ~ kind ~ '_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.' ~ kind ~ '_index') }}
    where {{ kind }}_sizes.is_compared
    group by
        train_ratings.recipe_key,
        train_ratings.{{ other }}_index
),
{% endfor %}

count_members as (
    {% for kind in ['item', 'user'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        count(*) as members,
        sum(case when is_compared then 1 else 0 end) as compared_members
    from {{ kind }}_sizes
    group by recipe_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

add_up_pairs as (
    {% for kind in ['item', 'user'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        cast({{ whole_quotient('sum(' ~ exact_number('members') ~ ' * (members - 1))', 2) }} as bigint) as pairs
    from compared_{{ kind }}s
    group by recipe_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_pair_estimates as (
    select
        list_kinds.recipe_key,
        list_kinds.kind,
        coalesce(count_members.members, 0) as members,
        list_kinds.smallest_size,
        coalesce(cast(count_members.compared_members as bigint), 0) as compared_members,
        coalesce(add_up_pairs.pairs, 0) as pairs,
        list_kinds.budget,
        list_kinds.budget is null
        or list_kinds.user_neighbors is not null
        or coalesce(add_up_pairs.pairs, 0) <= list_kinds.budget as is_compared
    from list_kinds
    left join count_members
        on
            count_members.recipe_key = list_kinds.recipe_key
            and count_members.kind = list_kinds.kind
    left join add_up_pairs
        on
            add_up_pairs.recipe_key = list_kinds.recipe_key
            and add_up_pairs.kind = list_kinds.kind
)

select * from int_pair_estimates
