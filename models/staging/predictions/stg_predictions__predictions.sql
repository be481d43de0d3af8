{{ config(partition_by={'recipe': 'recipe_id'}) }}

with source as (
    select * from {{ source('predictions', 'predictions') }}
),

stg_predictions__predictions as (
    select
        recipe_id,
        method,
        split,
        source_row,
        user_id,
        item_id,
        score,
        coalesce(
            cast(-1 * {{ adapter.quote('rank') }} as double),
            score,
            cast(-1 * source_row as double)
        ) as preference
    from source
)

select * from stg_predictions__predictions
