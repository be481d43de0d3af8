{{ config(partition_by={'dataset': 'dataset_id'}) }}

with users as (
    select
        dataset_id,
        user_id,
        attributes
    from {{ ref('stg_interactions__users') }}
),

catalog__user_attributes as (
    {{ attribute_rows('users', 'user_id') }}
)

select * from catalog__user_attributes
