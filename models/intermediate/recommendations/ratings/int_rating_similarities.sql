-- How near items (users) are to each other by their ratings, where it is above 0; by the definitions of Surprise, all
-- sums being over the n ratings that the two have in common:
--
--   msd                1 / (1 + sum((a - b)^2) / n)
--   cosine             sum(a b) / sqrt(sum(a^2) sum(b^2))
--   pearson            (n sum(a b) - sum(a) sum(b)) / sqrt((n sum(a^2) - sum(a)^2) (n sum(b^2) - sum(b)^2))
--   pearson_baseline   the cosine of residuals, times (n - 1) / (n - 1 + shrinkage)
--
-- Each is as near as can be to itself, as there: who predicts what was learnt asks that rating, too.
with methods as (
    select
        recipe_key,
        method,
        compares,
        similarity,
        case when similarity = 'pearson_baseline' then 'residual' else 'rating' end as basis,
        min_shared,
        shrinkage
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'ratings'
        and compares is not null
),

scales as (
    select
        recipe_key,
        -- how many whole numbers are a rating of 1
        steps * 10000000 as units
    from {{ ref('int_rating_scales') }}
),

members as (
    select
        recipe_key,
        kind,
        member
    from {{ ref('int_rating_biases') }}
),

pairs as (
    select
        recipe_key,
        kind,
        basis,
        member_a,
        member_b,
        shared,
        total_a,
        total_b,
        squares_a,
        squares_b,
        products
    from {{ ref('int_rating_pairs') }}
),

-- sums are exact; what is made of them may be rounded
add_up_pairs as (
    select
        recipe_key,
        kind,
        basis,
        member_a,
        member_b,
        shared,
        {{ nearest_double('products') }} as products,
        {{ nearest_double('(squares_a + squares_b - 2 * products)') }} as square_differences,
        sqrt({{ nearest_double('squares_a') }} * {{ nearest_double('squares_b') }}) as norms,
        {{ nearest_double('(shared * products - ' ~ exact_number('total_a') ~ ' * total_b)') }} as covariance,
        {{ nearest_double('(shared * squares_a - ' ~ exact_number('total_a') ~ ' * total_a)') }} as variance_a,
        {{ nearest_double('(shared * squares_b - ' ~ exact_number('total_b') ~ ' * total_b)') }} as variance_b
    from pairs
),

measure_pairs as (
    select
        methods.recipe_key,
        methods.method,
        pairs.member_a,
        pairs.member_b,
        case methods.similarity
            when 'msd' then 1 / (1 + pairs.square_differences / (pairs.shared * scales.units * scales.units))
            when 'cosine' then pairs.products / nullif(pairs.norms, 0)
            when 'pearson' then pairs.covariance / nullif(sqrt(pairs.variance_a * pairs.variance_b), 0)
            else
                pairs.products / nullif(pairs.norms, 0)
                * (cast(pairs.shared - 1 as double) / (pairs.shared - 1 + methods.shrinkage))
        end as similarity
    from add_up_pairs as pairs
    inner join methods
        on
            methods.recipe_key = pairs.recipe_key
            and methods.compares = pairs.kind
            and methods.basis = pairs.basis
    inner join scales on scales.recipe_key = pairs.recipe_key
    where pairs.shared >= methods.min_shared
),

-- in whole numbers, so that equal ones are equal whatever is in their last digits
round_similarities as {{ computed_once() }} (
    select
        recipe_key,
        method,
        member_a,
        member_b,
        {{ rounded_number('similarity * 1000000000000') }} as closeness
    from measure_pairs
    where similarity > 0
),

int_rating_similarities as (
    {% for one, other in [('a', 'b'), ('b', 'a')] %}
    select
        recipe_key,
        method,
        member_{{ one }} as member,
        member_{{ other }} as neighbor_member,
        closeness
    from round_similarities
    where closeness > 0
    union all
    {% endfor %}
    select
        members.recipe_key,
        methods.method,
        members.member,
        members.member as neighbor_member,
        cast(1000000000000 as bigint) as closeness
    from members
    inner join methods
        on
            methods.recipe_key = members.recipe_key
            and methods.compares = members.kind
)

select * from int_rating_similarities
