with source as (
    select * from {{ source('movielens', 'movielens_genome_scores') }}
),

stg_movielens__genome_scores as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        {{ whole_number_id(adapter.quote('tagId')) }} as tag_id,
        relevance
    from source
)

select * from stg_movielens__genome_scores
