{{ config(partition_by={'dataset': 'dataset_id'}) }}

with listed_users as (
    select
        dataset_id,
        user_id,
        attributes
    from {{ ref('stg_interactions__users') }}
),

datasets as (
    select
        dataset_id,
        source
    from {{ ref('int_landed_datasets') }}
),

users as (
    select
        listed_users.dataset_id,
        {{ id_of_source('user', 'listed_users.user_id', 'datasets.source') }} as user_id,
        listed_users.attributes
    from listed_users
    inner join datasets on datasets.dataset_id = listed_users.dataset_id
),

catalog__user_attributes as (
    {{ attribute_rows('users', 'user_id') }}
)

select * from catalog__user_attributes
