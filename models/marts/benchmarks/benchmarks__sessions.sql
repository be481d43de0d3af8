with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        cast(session_minutes as bigint) * 60000000 as longest_gap
    from {{ ref('int_recipes') }}
    where session_minutes is not null
),

kept_interactions as (
    select
        recipe_key,
        user_index,
        source_row,
        rated_at,
        {{ unix_microseconds('rated_at') }} as microseconds,
        split
    from {{ ref('int_kept_interactions') }}
    -- without a time, an event is in no session
    where rated_at is not null
),

look_back as (
    select
        recipes.recipe_key,
        recipes.recipe_id,
        recipes.dataset_id,
        kept_interactions.user_index,
        kept_interactions.source_row,
        kept_interactions.rated_at,
        kept_interactions.split,
        coalesce(
            kept_interactions.microseconds - lag(kept_interactions.microseconds) over (
                partition by recipes.recipe_key, kept_interactions.user_index
                order by kept_interactions.microseconds, kept_interactions.source_row
            ) > recipes.longest_gap,
            true
        ) as is_start
    from kept_interactions
    inner join recipes on recipes.recipe_key = kept_interactions.recipe_key
),

number_sessions as (
    select
        *,
        sum(case when is_start then 1 else 0 end) over (
            partition by recipe_key, user_index
            order by rated_at nulls last, source_row
        ) as session_number
    from look_back
),

benchmarks__sessions as (
    select
        recipe_id,
        dataset_id,
        user_index,
        cast(session_number as integer) as session_number,
        min(rated_at) as starts_at,
        max(rated_at) as ends_at,
        cast(count(*) as integer) as interactions,
        case when min(split) = max(split) then min(split) end as split
    from number_sessions
    group by
        recipe_id,
        dataset_id,
        user_index,
        session_number
)

select * from benchmarks__sessions
