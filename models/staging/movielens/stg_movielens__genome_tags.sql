with source as (
    select * from {{ source('movielens', 'movielens_genome_tags') }}
),

stg_movielens__genome_tags as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('tagId')) }} as tag_id,
        tag
    from source
)

select * from stg_movielens__genome_tags
