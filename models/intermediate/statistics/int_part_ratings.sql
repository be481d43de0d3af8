-- How often each rating is given in each part.
with kept_interactions as (
    select
        recipe_key,
        split,
        rating
    from {{ ref('int_kept_interactions') }}
    where rating is not null
),

int_part_ratings as (
    select
        recipe_key,
        split,
        rating,
        count(*) as interactions
    from kept_interactions
    group by
        recipe_key,
        split,
        rating
)

select * from int_part_ratings
