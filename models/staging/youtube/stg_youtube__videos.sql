-- A text that cannot be read stays beside its NULL, with the reason.
with source as (
    select * from {{ source('youtube', 'youtube_videos') }}
),

prepared as (
    select
        *,
        {{ plain_spaces(adapter.quote('watch-time-text')) }} as plain_time,
        {{ plain_spaces(adapter.quote('watch-view-count')) }} as plain_views,
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
        {{ portuguese_date_ago('plain_time', video_date('video_scraped_on')) }} as counted_back_to,
        {{ regexp_group('plain_time', portuguese_ago_pattern(), 2) }} as ago_unit,
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
        {{ video_label('y') }} as label,
    from prepared
),

-- nothing was published before the first video of all
dated as (
    select
        *,
        coalesce(written_on, counted_back_to) as told_date,
        coalesce(written_on, counted_back_to) < cast('2005-04-23' as date) as is_too_early,
    from renamed
),

explained as (
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
        case when not_yet_word is null and not is_too_early then told_date end as published_on,
        case
            when not_yet_word is not null or is_too_early then null
            when written_on is not null then 'day'
            when counted_back_to is null then null
            when ago_unit in ('semana', 'semanas') then 'week'
            when ago_unit in ('mês', 'meses') then 'month'
            when ago_unit in ('ano', 'anos') then 'year'
            else 'day'
        end as published_precision,
        case
            when not_yet_word is not null then 'not published yet'
            when is_too_early then 'before there were videos'
            when told_date is not null then null
            when published_text is null then 'missing'
            when damaged_time is not null then 'damaged letters'
            when written_date is not null then 'no such date'
            else 'not understood'
        end as published_problem,
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
        end as label_problem,
    from dated
)

select * from explained
