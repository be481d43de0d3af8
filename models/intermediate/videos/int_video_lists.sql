{{ config(versions='rows') }}

-- The one place where a blank cell of seeds/video_lists.csv becomes the documented default, from the list itself: what
-- one list is read by depends on no other.
with landings as (
    select dataset_id
    from {{ source('landing', 'landings') }}
    where
        subject = 'dataset'
        and source = 'youtube'
),

stated_lists as (
    select
        dataset_id,
        {{ try_cast('scraped_on', 'date') }} as scraped_on,
        {{ try_cast('reference_date', 'date') }} as reference_date,
        {{ try_cast('valid_starts_on', 'date') }} as valid_starts_on,
        {{ try_cast('term_min_titles', 'integer') }} as term_min_titles,
        {{ try_cast('queue_uncertain', 'integer') }} as queue_uncertain,
        {{ try_cast('queue_random', 'integer') }} as queue_random,
        {{ try_cast('queue_seed', 'integer') }} as queue_seed
    from {{ ref('video_lists') }}
),

problems as (
    select
        dataset_id,
        problem
    from {{ ref('int_video_list_problems') }}
),

videos as (
    select
        dataset_id,
        video_id,
        published_on
    from {{ ref('int_video_records') }}
    where
        delivery = 1
        and published_on is not null
),

first_problems as (
    select
        dataset_id,
        min(problem) as problem
    from problems
    group by dataset_id
),

order_videos as (
    select
        dataset_id,
        published_on,
        row_number() over (partition by dataset_id order by published_on, video_id) as place,
        count(*) over (partition by dataset_id) as dated_videos
    from videos
),

find_days as (
    select
        dataset_id,
        max(published_on) as latest_day,
        min(case when place > {{ whole_quotient('4 * dated_videos', 5) }} then published_on end)
            as latest_fifth_starts_on
    from order_videos
    group by dataset_id
),

right_lists as (
    select
        landings.dataset_id,
        stated_lists.scraped_on,
        stated_lists.reference_date,
        stated_lists.valid_starts_on,
        coalesce(stated_lists.term_min_titles, 2) as term_min_titles,
        coalesce(stated_lists.queue_uncertain, 70) as queue_uncertain,
        coalesce(stated_lists.queue_random, 30) as queue_random,
        coalesce(stated_lists.queue_seed, 0) as queue_seed,
        find_days.latest_day,
        find_days.latest_fifth_starts_on
    from landings
    left join first_problems on first_problems.dataset_id = landings.dataset_id
    left join stated_lists on stated_lists.dataset_id = landings.dataset_id
    left join find_days on find_days.dataset_id = landings.dataset_id
    where first_problems.dataset_id is null
),

int_video_lists as (
    select
        landings.dataset_id,
        right_lists.scraped_on,
        coalesce(right_lists.reference_date, right_lists.scraped_on, right_lists.latest_day) as reference_date,
        case
            when first_problems.problem is not null then 'wrong line'
            when right_lists.reference_date is not null then 'stated'
            when right_lists.scraped_on is not null then 'scraped_on'
            when right_lists.latest_day is not null then 'latest day'
            else 'no day'
        end as reference_date_from,
        coalesce(right_lists.valid_starts_on, right_lists.latest_fifth_starts_on) as valid_starts_on,
        case
            when first_problems.problem is not null then 'wrong line'
            when right_lists.valid_starts_on is not null then 'stated'
            when right_lists.latest_fifth_starts_on is not null then 'latest fifth'
            else 'no day'
        end as valid_starts_on_from,
        right_lists.term_min_titles,
        right_lists.queue_uncertain,
        right_lists.queue_random,
        right_lists.queue_seed,
        first_problems.problem
    from landings
    left join first_problems on first_problems.dataset_id = landings.dataset_id
    left join right_lists on right_lists.dataset_id = landings.dataset_id
)

select * from int_video_lists
