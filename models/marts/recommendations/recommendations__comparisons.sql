-- Whether two methods differ by more than chance, as a paired t-test and a test of signs that are flipped say.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        negatives
    from {{ ref('int_recipes') }}
),

differences as (
    select *
    from {{ ref('int_metric_differences') }}
),

flips as (
    select
        user_group,
        round,
        times as sign
    from {{ ref('int_chances') }}
    where purpose = 'sign flip'
),

count_rounds as (
    select count(distinct round) as rounds
    from flips
),

-- one number stands for a comparison: groups of it are found in a part of the time
number_comparisons as (
    select
        *,
        dense_rank() over (
            order by
                recipe_key asc,
                split asc,
                k asc,
                method_a asc,
                method_b asc
        ) as comparison
    from differences
),

add_up_differences as (
    select
        recipe_key,
        split,
        k,
        method_a,
        method_b,
        comparison,
        {% for metric in content_metrics() %}
        cast(sum({{ metric }}_users) as bigint) as {{ metric }}_users,
        {% endfor %}
        {% for metric in user_metrics() %}
        {{ exact_number('sum(' ~ metric ~ ')') }} as {{ metric }},
        {{ exact_number('sum(' ~ metric ~ '_squares)') }} as {{ metric }}_squares,
        {% endfor %}
        cast(sum(users) as bigint) as users
    from number_comparisons
    group by
        recipe_key,
        split,
        k,
        method_a,
        method_b,
        comparison
),

add_up_flipped_groups as (
    select
        number_comparisons.comparison,
        {% for metric in user_metrics() %}
        sum(number_comparisons.{{ metric }}) as {{ metric }},
        {% endfor %}
        flips.round
    from number_comparisons
    inner join flips on flips.user_group = number_comparisons.user_group
    where flips.sign = -1
    group by
        number_comparisons.comparison,
        flips.round
),

-- how many rounds are less far from 0 than what was found, but for what rounding the figures of users may do to either
-- sum; a round that flips nobody is as far
count_rounds_that_are_nearer as (
    select
        {% for metric in user_metrics() %}
        sum(
            case
                when
                    abs(found.{{ metric }} - 2 * flipped.{{ metric }})
                    < abs(found.{{ metric }}) - {{ 2 * step_of_metric(metric) }} * found.{{ users_of_metric(metric) }}
                    then 1
                else 0
            end
        ) as {{ metric }}_nearer,
        {% endfor %}
        flipped.comparison
    from add_up_flipped_groups as flipped
    inner join add_up_differences as found on found.comparison = flipped.comparison
    group by flipped.comparison
),

name_metrics as (
    select
        found.recipe_key,
        found.split,
        found.k,
        found.method_a,
        found.method_b,
        found.comparison,
        count_rounds.rounds,
        {{ unnest_metrics(['users', 'total', 'squares', 'step', 'nearer']) }}
    from add_up_differences as found
    cross join count_rounds
    left join count_rounds_that_are_nearer as nearer on nearer.comparison = found.comparison
),

measure_differences as (
    select
        *,
        cast(users - 1 as double) as degrees_found,
        {{ nearest_double('total') }} / users as mean_difference,
        -- what was found is one of the flips
        cast(1 + rounds - coalesce(nearer, 0) as double) / (1 + rounds) as p_sign_flip,
        case
            when users > 1
                then sqrt({{ squared_deviations('users', 'total', 'squares', 'step') }} / (users - 1) / users)
        end as standard_error
    from name_metrics
    where
        users > 0
        and total is not null
),

take_t as (
    select
        *,
        abs(mean_difference / nullif(standard_error, 0)) as t_found
    from measure_differences
),

-- Student's t of more than two thousand degrees of freedom is nearly normal: the same p has another t of two thousand
bring_down_degrees as (
    select
        *,
        t_found - (power(t_found, 3) + t_found) / (4 * degrees_found) as as_normal
    from take_t
    where degrees_found >= 1
),

find_angles as (
    select
        comparison,
        metric,
        cast(least(degrees_found, 2000) as integer) as degrees,
        atan(
            case
                when degrees_found <= 2000 then t_found
                else as_normal + (power(as_normal, 3) + as_normal) / 8000
            end
            / sqrt(least(degrees_found, 2000))
        ) as angle
    from bring_down_degrees
),

terms as (
    select {{ unnest_positions('1000') }} as term
),

-- the series for whole degrees of freedom, even and odd ones (Abramowitz and Stegun, 26.7.3 and 26.7.4)
weigh_terms as (
    select
        term,
        exp(sum(case when term = 1 then 0 else ln(cast(2 * term - 3 as double) / (2 * term - 2)) end) over terms_so_far)
            as even_weight,
        exp(sum(case when term = 1 then 0 else ln(cast(2 * term - 2 as double) / (2 * term - 1)) end) over terms_so_far)
            as odd_weight
    from terms
    window terms_so_far as (order by term rows unbounded preceding)
),

add_up_terms as (
    select
        find_angles.comparison,
        find_angles.metric,
        find_angles.degrees,
        find_angles.angle,
        coalesce(
            sum(
                case when find_angles.degrees % 2 = 0 then weigh_terms.even_weight else weigh_terms.odd_weight end
                * power(cos(find_angles.angle), 2 * (weigh_terms.term - 1))
            ),
            0
        ) as series
    from find_angles
    left join weigh_terms on 2 * weigh_terms.term <= find_angles.degrees
    group by
        find_angles.comparison,
        find_angles.metric,
        find_angles.degrees,
        find_angles.angle
),

find_p as (
    select
        comparison,
        metric,
        1 - case
            when degrees % 2 = 0 then sin(angle) * series
            else 2 / acos(-1.0) * (angle + sin(angle) * cos(angle) * series)
        end as p_t
    from add_up_terms
),

-- twelve digits are what the series is good for; where nobody has a difference, nothing could be nearer to 0
test_differences as (
    select
        measured.recipe_key,
        measured.split,
        measured.k,
        measured.metric,
        measured.method_a,
        measured.method_b,
        measured.users,
        measured.mean_difference,
        measured.standard_error,
        case
            when measured.standard_error = 0 and abs(measured.mean_difference) < measured.step then 1
            -- least and greatest take no notice of NULL
            when find_p.p_t is not null
                then
                    cast(cast(round(1000000000000 * least(1, greatest(0, find_p.p_t))) as bigint) as double)
                    / 1000000000000
        end as p_t,
        measured.p_sign_flip
    from measure_differences as measured
    left join find_p
        on
            find_p.comparison = measured.comparison
            and find_p.metric = measured.metric
),

-- Holm: the smallest p is multiplied by how many there are, the next by one fewer, and none is below one before it
rank_p as (
    select
        {% for test in ['t', 'sign_flip'] %}
        p_{{ test }} * (
            count(p_{{ test }}) over (partition by recipe_key, split, k, metric) + 1
            - row_number() over (
                partition by recipe_key, split, k, metric
                order by p_{{ test }} asc nulls last, method_a asc, method_b asc
            )
        ) as p_{{ test }}_multiplied,
        {% endfor %}
        recipe_key,
        split,
        k,
        metric,
        method_a,
        method_b,
        users,
        mean_difference,
        standard_error,
        p_t,
        p_sign_flip
    from test_differences
),

recommendations__comparisons as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        rank_p.split,
        rank_p.k,
        rank_p.metric,
        recipes.negatives,
        rank_p.method_a,
        rank_p.method_b,
        rank_p.users,
        rank_p.mean_difference / 1000000000000 as difference,
        rank_p.standard_error / 1000000000000 as standard_error,
        {% for test in ['t', 'sign_flip'] %}
        rank_p.p_{{ test }},
        case
            when rank_p.p_{{ test }} is not null
                then
                    least(1, max(rank_p.p_{{ test }}_multiplied) over (
                        partition by rank_p.recipe_key, rank_p.split, rank_p.k, rank_p.metric
                        order by rank_p.p_{{ test }} asc nulls last, rank_p.method_a asc, rank_p.method_b asc
                        rows unbounded preceding
                    ))
        end as p_{{ test }}_holm,
        {% endfor %}
        rank_p.mean_difference / nullif(rank_p.standard_error, 0) as t
    from rank_p
    inner join recipes on recipes.recipe_key = rank_p.recipe_key
)

select * from recommendations__comparisons
