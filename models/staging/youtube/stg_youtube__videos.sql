-- A text that cannot be read stays beside its NULL, with the reason. A time ago is a number of units here: the day
-- that it counts back from is the list's.
with source as (
    select * from {{ source('youtube', 'youtube_videos') }}
),

prepared as (
    select
        *,
        {{ plain_spaces(adapter.quote('watch-time-text')) }} as plain_time,
        {{ plain_spaces(adapter.quote('watch-view-count')) }} as plain_views
    from source
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ adapter.quote('watch-title') }} is null
        and {{ adapter.quote('watch-view-count') }} is null
        and {{ adapter.quote('watch-time-text') }} is null
        and {{ adapter.quote('og:image') }} is null as is_empty,
        {{ video_id(adapter.quote('og:image')) }} as video_id,
        {{ adapter.quote('og:image') }} as image_url,
        {{ adapter.quote('watch-title') }} as delivered_title,
        {{ composed_letters(adapter.quote('watch-title')) }} as title,
        trim({{ regexp_group(adapter.quote('watch7-user-header'), '^\s*([^\r\n]+)', 1) }}) as channel_name,
        {{ regexp_group(adapter.quote('channel_link_0'), '/channel/([^/?]+)', 1) }} as channel_id,
        {{ adapter.quote('content_watch-info-tag-list') }} as category,
        {{ adapter.quote('watch-time-text') }} as published_text,
        case
            when plain_time like 'publicado %' then 'published'
            when plain_time like 'transmitido %' then 'streamed'
            when plain_time like 'estreou %' or plain_time like 'estreado %' then 'premiered'
        end as publication_kind,
        {{ portuguese_date('plain_time') }} as written_on,
        {{ portuguese_ago_amount('plain_time') }} as ago_amount,
        {{ portuguese_ago_unit('plain_time') }} as ago_unit,
        {{ regexp_group(
            'plain_time', '([0-9]{1,2}(?:[ºª°]? de .* de |[-./][0-9]{1,2}[-./])[0-9]{4})$', 1
        ) }} as written_date,
        {{ regexp_group('plain_time', '^(estreia|programad|ao vivo|aguardando)', 1) }} as not_yet_word,
        {{ adapter.quote('watch-view-count') }} as views_text,
        {{ view_count('plain_views') }} as views,
        {{ regexp_group('plain_views', '^[0-9,.]+ (mil|mi|bi|milh[ãõ][a-z]*|bilh[ãõ][a-z]*) ', 1) }} as rounding_word,
        {{ regexp_group('plain_views', '(assistindo|aguardando|esperando)', 1) }} as present_word,
        {{ regexp_group('plain_views', '^([0-9.]+) (?:visualiza|exibi)', 1) }} as dotted_number,
        {{ damaged_letters(adapter.quote('watch-time-text')) }} as damaged_time,
        {{ damaged_letters(adapter.quote('watch-view-count')) }} as damaged_views,
        y as label_text,
        {{ video_label('y') }} as label
    from prepared
),

stg_youtube__videos as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        is_empty,
        video_id,
        image_url,
        case
            when video_id is not null then null
            when is_empty then 'the record is empty'
            when image_url is null then 'missing'
            else 'not understood'
        end as video_id_problem,
        delivered_title,
        title,
        case when {{ damaged_letters('title') }} is not null then 'damaged letters' end as title_problem,
        channel_name,
        channel_id,
        category,
        published_text,
        publication_kind,
        case when not_yet_word is null then written_on end as written_on,
        case when not_yet_word is null then ago_amount end as ago_amount,
        case when not_yet_word is null then ago_unit end as ago_unit,
        case
            when not_yet_word is not null then 'not published yet'
            when written_on is not null or ago_unit is not null then null
            when published_text is null then 'missing'
            when damaged_time is not null then 'damaged letters'
            when written_date is not null then 'no such date'
            else 'not understood'
        end as published_text_problem,
        views_text,
        views,
        case
            when views is not null then null
            when views_text is null then 'missing'
            when damaged_views is not null then 'damaged letters'
            when rounding_word is not null then 'rounded'
            when present_word is not null then 'people watching now'
            when dotted_number is not null then 'not a whole number'
            else 'not understood'
        end as views_problem,
        label_text,
        label,
        case
            when label is null and label_text is not null then 'neither 0 nor 1'
        end as label_problem
    from renamed
)

select * from stg_youtube__videos
