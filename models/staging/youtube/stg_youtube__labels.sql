with source as (
    select * from {{ source('youtube', 'youtube_labels') }}
),

stg_youtube__labels as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ try_cast(regexp_group('source_file', 'active_labels([0-9]+)_done', 1), 'integer') }} as labelling_round,
        coalesce(video_id, {{ video_id(adapter.quote('og:image')) }}) as video_id,
        {{ composed_letters(adapter.quote('watch-title')) }} as title,
        y as label_text,
        {{ video_label('y') }} as label,
        case
            when {{ video_label('y') }} is null and y is null then 'missing'
            when {{ video_label('y') }} is null then 'neither 0 nor 1'
        end as label_problem,
        {{ try_cast('p', 'double') }} as score_when_chosen
    from source
)

select * from stg_youtube__labels
