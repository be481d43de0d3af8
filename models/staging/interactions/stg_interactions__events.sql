with source as (
    select * from {{ source('interactions', 'interactions') }}
),

stg_interactions__events as (
    select
        dataset_id,
        source_file,
        -- where each part of the data is a file of its own, rows are counted on from one to the next
        source_row + coalesce(rows_before, 0) as source_row,
        landed_at,
        user_number,
        item_number,
        user_id,
        item_id,
        rating,
        case
            -- a number is not made a text, and read off it again
            when time_number is not null then {{ timestamp_from_unix('time_number') }}
            else {{ timestamp_from_text(adapter.quote('time')) }}
        end as rated_at,
        context,
        case
            when {{ lower_cased(trimmed('split')) }} in ('train', 'training', 'base', 'tr') then 'train'
            when {{ lower_cased(trimmed('split')) }} in ('valid', 'validation', 'val', 'dev', 'vad') then 'valid'
            when {{ lower_cased(trimmed('split')) }} in ('test', 'testing', 'te') then 'test'
            -- 01 is fold 1, and so is 1.0, as numbers are written that stand in a column with blanks
            when {{ regexp_replaced(trimmed('split'), '^[0-9]{1,3}([.]0+)?$', '') }} = ''
                then
                    cast(cast(cast(nullif({{ trimmed('split') }}, '') as double) as integer) as {{ dbt.type_string() }})
        end as given_part
    from source
)

select * from stg_interactions__events
