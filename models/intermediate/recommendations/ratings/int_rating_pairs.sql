-- All pairs of items (users) with ratings by the same users (of the same items), for methods that predict ratings by
-- kNN: how many, and sums over those ratings alone. `basis` is what is summed up: the rating, or the residual, what is
-- left of it without the biases of user and item. Sums are exact.
with methods as (
    select distinct
        recipe_key,
        compares as kind,
        case when similarity = 'pearson_baseline' then 'residual' else 'rating' end as basis
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'ratings'
        and compares is not null
),

scales as (
    select
        recipe_key,
        mean
    from {{ ref('int_rating_scales') }}
),

ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_scaled_ratings') }}
    where is_learnt
),

biases as (
    select
        {{ number_in('recipe_key', 'member') }} as member_number,
        kind,
        bias
    from {{ ref('int_rating_biases') }}
),

find_residuals as (
    select
        ratings.*,
        ratings.rating - scales.mean - user_biases.bias - item_biases.bias as residual
    from ratings
    inner join scales on scales.recipe_key = ratings.recipe_key
    inner join biases as user_biases
        on
            user_biases.kind = 'user'
            and user_biases.member_number = {{ number_in('ratings.recipe_key', 'ratings.user_index') }}
    inner join biases as item_biases
        on
            item_biases.kind = 'item'
            and item_biases.member_number = {{ number_in('ratings.recipe_key', 'ratings.item_index') }}
),

entries as {{ computed_once() }} (
    {% for kind, other in [('item', 'user'), ('user', 'item')] %}
    select
        methods.recipe_key,
        methods.kind,
        methods.basis,
        find_residuals.{{ kind }}_index as member,
        {{ number_in('methods.recipe_key', 'find_residuals.' ~ other ~ '_index') }} as feature_number,
        case methods.basis when 'residual' then find_residuals.residual else find_residuals.rating end as value
    from find_residuals
    inner join methods on methods.recipe_key = find_residuals.recipe_key
    where methods.kind = '{{ kind }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_rating_pairs as (
    select
        entries.recipe_key,
        entries.kind,
        entries.basis,
        entries.member as member_a,
        later_entries.member as member_b,
        count(*) as shared,
        {{ exact_sum('entries.value') }} as total_a,
        {{ exact_sum('later_entries.value') }} as total_b,
        sum({{ exact_number('entries.value') }} * entries.value) as squares_a,
        sum({{ exact_number('later_entries.value') }} * later_entries.value) as squares_b,
        sum({{ exact_number('entries.value') }} * later_entries.value) as products
    from entries
    inner join entries as later_entries
        on
            later_entries.feature_number = entries.feature_number
            and later_entries.kind = entries.kind
            and later_entries.basis = entries.basis
            and later_entries.member > entries.member
    group by
        entries.recipe_key,
        entries.kind,
        entries.basis,
        entries.member,
        later_entries.member
)

select * from int_rating_pairs
