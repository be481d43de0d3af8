with source as (
    select * from {{ source('movielens', 'movielens_genome_tags') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('tagId')) }} as tag_id,
        tag
    from source
)

select * from renamed
