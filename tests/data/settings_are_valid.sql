{{ config(severity='error' if var('strict_settings') else 'warn') }}

-- What is wrong in seeds/ and own/, or asks for what cannot be made, one row a problem: its own line is left out, and
-- everything else is made.
with find_unread_lines as (
    select
        file_name,
        line_number,
        problem
    from {{ source('settings', 'unread_settings') }}
),

find_wrong_video_lists as (
    select
        video_lists.file_name,
        video_lists.line_number,
        problems.problem
    from {{ ref('int_video_list_problems') }} as problems
    left join {{ ref('video_lists') }} as video_lists
        on coalesce(video_lists.dataset_id, '') = coalesce(problems.dataset_id, '')
),

-- what is known of a list only when its days are
find_lists_without_valid as (
    select
        video_lists.file_name,
        video_lists.line_number,
        'valid_starts_on is ' || lists.valid_starts_on || ', after the latest day in the list, which is '
        || lists.reference_date || ': no video is valid' as problem
    from {{ ref('videos__lists') }} as lists
    inner join {{ ref('video_lists') }} as video_lists on video_lists.dataset_id = lists.dataset_id
    where
        lists.valid_starts_on > lists.reference_date
        and lists.reference_date_from = 'latest day'
),

find_recipes_that_cannot_be_made as (
    select
        file_name,
        line_number,
        recipe_id || ' is not made: ' || problem as problem
    from {{ ref('int_asked_recipes') }}
    where is_to_be_told
),

unite_problems as (
    select * from find_unread_lines
    union all
    select * from find_wrong_video_lists
    union all
    select * from find_lists_without_valid
    union all
    select * from find_recipes_that_cannot_be_made
    {% for model in ['int_dataset_problems', 'int_protocol_problems', 'int_published_count_problems'] %}
    union all
    select
        file_name,
        line_number,
        problem
    from {{ ref(model) }}
    {% endfor %}
),

settings_are_valid as (
    select
        file_name,
        line_number,
        problem
    from unite_problems
)

select * from settings_are_valid
order by
    file_name,
    line_number,
    problem
