{{ config(partition_by={}) }}

-- Chance that can be rebuilt: how often each of a thousand groups of users is drawn in each sample of a bootstrap, by
-- Poisson's distribution, and the signs that each of a hundred groups has in a thousand flips. Read off hashes.
with draws as (
    {% for purpose, groups, rounds in [('bootstrap', 1000, 200), ('sign flip', 100, 1000)] %}
    select
        '{{ purpose }}' as purpose,
        user_group,
        {{ unnest_positions(rounds) }} as round
    from (select {{ unnest_positions(groups) }} as user_group) as {{ purpose | replace(' ', '_') }}_groups
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

hash_draws as (
    select
        *,
        {{ text_hash(
            "purpose || ' ' || cast(user_group as " ~ dbt.type_string() ~ ") || ' ' || cast(round as "
            ~ dbt.type_string() ~ ')'
        ) }} as hash_number
    from draws
),

-- of a million, 367,879 are drawn never, and as many once
throw as (
    select
        purpose,
        user_group,
        round,
        hash_number % 1000000 as chance
    from hash_draws
),

int_chances as (
    select
        purpose,
        cast(user_group as integer) as user_group,
        cast(round as integer) as round,
        case
            when purpose = 'sign flip' then case when chance < 500000 then -1 else 1 end
            when chance < 367879 then 0
            when chance < 735759 then 1
            when chance < 919699 then 2
            when chance < 981012 then 3
            when chance < 996340 then 4
            when chance < 999406 then 5
            when chance < 999917 then 6
            else 7
        end as times
    from throw
)

select * from int_chances
