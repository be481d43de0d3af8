{{ config(partition_by={'dataset': 'dataset_key'}) }}

-- What a protocol may need of a dataset: a split by time needs times, a minimum rating needs ratings, a given split
-- needs parts.
with interactions as (
    select
        dataset_key,
        rating,
        rated_at,
        given_part
    from {{ ref('int_interactions') }}
),

int_dataset_contents as (
    select
        dataset_key,
        count(*) as interactions,
        count(rating) as ratings,
        count(rated_at) as times,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        count(given_part) as given_parts,
        max(case when given_part = 'valid' then 1 else 0 end) = 1 as has_given_valid,
        {{ distinct_list(try_cast('given_part', 'integer')) }} as given_folds
    from interactions
    group by dataset_key
)

select * from int_dataset_contents
