{{ config(partition_by={'dataset': 'dataset_key'}) }}

-- What a protocol may need of a dataset: a split by time needs times, a minimum rating needs ratings.
with interactions as (
    select
        dataset_key,
        rating,
        rated_at
    from {{ ref('int_interactions') }}
),

int_dataset_contents as (
    select
        dataset_key,
        count(*) as interactions,
        count(rating) as ratings,
        count(rated_at) as times
    from interactions
    group by dataset_key
)

select * from int_dataset_contents
