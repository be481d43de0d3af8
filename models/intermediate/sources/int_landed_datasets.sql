{{ config(versions='rows', partition_by={'dataset': 'dataset_id'}) }}

-- Which datasets are landed, and in whose form, and nothing that says how or when: what is made of their rows does not
-- depend on it.
with landings as (
    select
        dataset_id,
        source
    from {{ ref('int_landings') }}
),

int_landed_datasets as (
    select
        dataset_id,
        {{ narrow_key('dataset_id') }} as dataset_key,
        source
    from landings
)

select * from int_landed_datasets
