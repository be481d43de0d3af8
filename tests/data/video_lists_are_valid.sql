{{ config(severity='error' if var('strict_settings') else 'warn') }}

-- Every cell of seeds/video_lists.csv that cannot be right, one row a problem: the list of its line is left out, alone.
with lines as (
    select
        dataset_id,
        file_name,
        line_number
    from {{ ref('video_lists') }}
),

wrong_cells as (
    select
        dataset_id,
        problem
    from {{ ref('int_video_list_problems') }}
),

-- what is known of a list only when its days are
find_lists_without_valid as (
    select
        dataset_id,
        'valid_starts_on is ' || valid_starts_on || ', after the latest day in the list, which is ' || reference_date
        || ': no video is valid' as problem
    from {{ ref('videos__lists') }}
    where
        valid_starts_on > reference_date
        and reference_date_from = 'latest day'
),

unite_problems as (
    select * from wrong_cells
    union all
    select * from find_lists_without_valid
),

video_lists_are_valid as (
    select
        unite_problems.dataset_id,
        lines.file_name,
        lines.line_number,
        unite_problems.problem
    from unite_problems
    left join lines on coalesce(lines.dataset_id, '') = coalesce(unite_problems.dataset_id, '')
)

select * from video_lists_are_valid
