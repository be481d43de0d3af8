{{ config(versions='rows') }}

-- A time ago counts back from the day on which its own list was scraped, and is no day where that is not known. A list
-- with a wrong line in seeds/video_lists.csv is left out.
with videos as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        is_empty,
        video_id,
        video_id_problem,
        image_url,
        title,
        title_problem,
        channel_name,
        channel_id,
        category,
        published_text,
        published_text_problem,
        publication_kind,
        written_on,
        ago_amount,
        ago_unit,
        views_text,
        views,
        views_problem,
        label_text,
        label,
        label_problem
    from {{ ref('stg_youtube__videos') }}
),

stated_lists as (
    select
        dataset_id,
        {{ try_cast('scraped_on', 'date') }} as scraped_on
    from {{ ref('video_lists') }}
),

wrong_lists as (
    select distinct dataset_id
    from {{ ref('int_video_list_problems') }}
),

count_back as (
    select
        videos.*,
        coalesce(
            videos.written_on,
            {{ date_ago('videos.ago_amount', 'videos.ago_unit', 'stated_lists.scraped_on') }}
        ) as told_day
    from videos
    left join wrong_lists on wrong_lists.dataset_id = videos.dataset_id
    left join stated_lists on stated_lists.dataset_id = videos.dataset_id
    where wrong_lists.dataset_id is null
),

-- nothing was published before the first video of all, and nothing after it was landed: what is landed today may have
-- been published tomorrow, east of us
explain_days as (
    select
        *,
        case
            when published_text_problem is not null then published_text_problem
            when told_day is null then 'a time ago, and scraped_on is not stated'
            when told_day < cast('2005-04-23' as date) then 'before there were videos'
            when {{ days_between('cast(landed_at as date)', 'told_day') }} > 1 then 'after it was landed'
        end as published_problem
    from count_back
),

int_video_records as (
    select
        dataset_id,
        source_file,
        source_row,
        is_empty,
        video_id,
        video_id_problem,
        -- a page that was delivered twice counts once, as it was first
        case
            when video_id is not null
                then row_number() over (partition by dataset_id, video_id order by source_file, source_row)
        end as delivery,
        image_url,
        title,
        title_problem,
        channel_name,
        channel_id,
        category,
        published_text,
        publication_kind,
        case when published_problem is null then told_day end as published_on,
        case
            when published_problem is not null then null
            when ago_unit in ('week', 'month', 'year') then ago_unit
            else 'day'
        end as published_precision,
        published_problem,
        views_text,
        views,
        views_problem,
        label_text,
        label,
        label_problem
    from explain_days
)

select * from int_video_records
