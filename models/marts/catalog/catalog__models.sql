with catalog__models as (
    select
        model_id,
        author,
        pipeline_tag,
        architectures,
        model_type,
        library_name,
        datasets,
        tags,
        downloads,
        last_modified,
        unread_columns,
        descriptions,
        dataset_id,
        source_file,
        source_row
    from {{ ref('int_hub_models') }}
)

select * from catalog__models
