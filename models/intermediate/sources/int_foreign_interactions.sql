{{ config(versions='rows', partition_by={'dataset': 'dataset_id'}) }}

-- What can be used of the tables that the variable interactions_from names. Events are numbered by what they say, so
-- that no order of their tables matters. Such tables have no versions: they are read in each build, and what has not
-- changed goes no further.
with foreign_interactions as (
    select
        table_name,
        dataset_id,
        user_id,
        item_id,
        rating,
        rated_at
    from {{ ref('stg_foreign__interactions') }}
),

landings as (
    select dataset_id
    from {{ source('landing', 'landings') }}
    where subject = 'dataset'
),

find_problems as (
    select
        foreign_interactions.*,
        case
            when coalesce(foreign_interactions.dataset_id, '') = '' then 'there is no dataset_id'
            when regexp_replace(foreign_interactions.dataset_id, '^[a-z0-9][a-z0-9._-]{0,99}$', '') <> ''
                then 'dataset_id must consist of lower-case letters, digits, ''.'', ''_'' and ''-'', at most 100'
            when coalesce(foreign_interactions.user_id, '') = '' then 'there is no user_id'
            when coalesce(foreign_interactions.item_id, '') = '' then 'there is no item_id'
            when landings.dataset_id is not null
                then 'a dataset ' || foreign_interactions.dataset_id || ' is landed: give this another name'
            when
                foreign_interactions.rated_at < timestamp '{{ var("earliest_rated_at") }}'
                or foreign_interactions.rated_at >= timestamp '{{ var("latest_rated_at") }}'
                then 'rated_at is out of range'
            -- NaN is above every number
            when foreign_interactions.rating >= 1e12 or foreign_interactions.rating <= -1e12
                then 'rating is no number below 10^12'
        end as problem
    from foreign_interactions
    left join landings on landings.dataset_id = foreign_interactions.dataset_id
),

int_foreign_interactions as (
    select
        table_name,
        dataset_id,
        row_number() over (
            partition by
                dataset_id,
                problem is null
            order by
                rated_at nulls first,
                user_id nulls first,
                item_id nulls first,
                rating nulls first
        ) as source_row,
        user_id,
        item_id,
        rating,
        rated_at,
        problem
    from find_problems
)

select * from int_foreign_interactions
