-- Items by how many users rated them in train, the most popular first.
with train_ratings as (
    select
        recipe_key,
        item_index
    from {{ ref('int_train_ratings') }}
),

count_raters as (
    select
        recipe_key,
        item_index,
        count(*) as raters
    from train_ratings
    group by
        recipe_key,
        item_index
),

int_popular_items as (
    select
        recipe_key,
        item_index,
        raters,
        row_number() over (
            partition by recipe_key
            order by raters desc, item_index asc
        ) as popularity_rank
    from count_raters
)

select * from int_popular_items
