{{ config(versions='rows') }}

-- Every cell of seeds/video_lists.csv that cannot be right. A list with one of them is left out, alone: to read it by
-- other days than were meant would give wrong figures that look right.
with video_lists as (
    select
        dataset_id,
        scraped_on,
        reference_date,
        valid_starts_on,
        term_min_titles,
        queue_uncertain,
        queue_random,
        queue_seed
    from {{ ref('video_lists') }}
),

read_lists as (
    select
        dataset_id,
        {{ try_cast('scraped_on', 'date') }} as scraped_on,
        {{ try_cast('reference_date', 'date') }} as reference_date,
        {{ try_cast('valid_starts_on', 'date') }} as valid_starts_on
    from video_lists
),

datasets as (
    select
        dataset_id,
        source
    from {{ ref('int_datasets') }}
),

landings as (
    select
        dataset_id,
        landed_at
    from {{ source('landing', 'landings') }}
    where subject = 'dataset'
),

find_unusable_ids as (
    select
        video_lists.dataset_id,
        'dataset_id' as column_name,
        video_lists.dataset_id as cell,
        case
            when video_lists.dataset_id is null then 'dataset_id is blank: name the dataset that the line is about'
            when datasets.dataset_id is null
                then
                    'dataset_id is ''' || video_lists.dataset_id || ''': no such dataset is in seeds/datasets.csv '
                    || 'or own/datasets.csv, and none is landed under this name'
            else
                'dataset_id is ''' || video_lists.dataset_id || ''': that is a dataset of source ' || datasets.source
                || ', and no list of videos (source youtube)'
        end as problem
    from video_lists
    left join datasets on datasets.dataset_id = video_lists.dataset_id
    where coalesce(datasets.source, '') <> 'youtube'
),

find_repeated_ids as (
    select
        dataset_id,
        'dataset_id' as column_name,
        dataset_id as cell,
        'dataset_id ''' || dataset_id || ''' is on ' || count(*) || ' lines: each list has one' as problem
    from video_lists
    where dataset_id is not null
    group by dataset_id
    having count(*) > 1
),

-- nothing was published before the first video of all
find_unreadable_dates as (
    {% for column in ['scraped_on', 'reference_date', 'valid_starts_on'] %}
    select
        dataset_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''': it must be a day such as 2019-12-03, from 2005-04-23 on, or blank'
            as problem
    from video_lists
    where
        {{ column }} is not null
        and (
            regexp_replace({{ column }}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', '') <> ''
            or coalesce({{ try_cast(column, 'date') }} < cast('2005-04-23' as date), true)
        )
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- 9 digits fit into an integer
find_unreadable_numbers as (
    {% for column, pattern, rule in [
        ('term_min_titles', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('queue_uncertain', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('queue_random', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('queue_seed', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
    ] %}
    select
        dataset_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ rule }}, or blank' as problem
    from video_lists
    where regexp_replace({{ column }}, '{{ pattern }}', '') <> ''
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- what is landed today may have been scraped tomorrow, east of us
find_days_out_of_order as (
    select
        read_lists.dataset_id,
        'scraped_on' as column_name,
        cast(read_lists.scraped_on as {{ dbt.type_string() }}) as cell,
        'scraped_on is ' || read_lists.scraped_on || ', and the list was landed before, on '
        || cast(landings.landed_at as date) as problem
    from read_lists
    inner join landings on landings.dataset_id = read_lists.dataset_id
    where {{ days_between('cast(landings.landed_at as date)', 'read_lists.scraped_on') }} > 1
    union all
    select
        dataset_id,
        'valid_starts_on' as column_name,
        cast(valid_starts_on as {{ dbt.type_string() }}) as cell,
        'valid_starts_on is ' || valid_starts_on || ', after '
        || case when reference_date is null then 'scraped_on' else 'reference_date' end || ', which is '
        || coalesce(reference_date, scraped_on) || ': no video could be valid' as problem
    from read_lists
    where valid_starts_on > coalesce(reference_date, scraped_on)
),

{% set checks = [
    'find_unusable_ids',
    'find_repeated_ids',
    'find_unreadable_dates',
    'find_unreadable_numbers',
    'find_days_out_of_order',
] %}

int_video_list_problems as (
    {% for check in checks %}
    select
        dataset_id,
        column_name,
        cell,
        problem
    from {{ check }}
    {% if not loop.last %}
    union
    {% endif %}
    {% endfor %}
)

select * from int_video_list_problems
