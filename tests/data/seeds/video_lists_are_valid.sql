-- Every cell of seeds/video_lists.csv that cannot be right, one row a problem. It runs after all that is made of lists,
-- so that a wrong line keeps its own list alone from being built.
-- depends_on: {{ ref('videos__problems') }}
with wrong_cells as (
    select
        dataset_id,
        column_name,
        cell,
        problem
    from {{ ref('int_video_list_problems') }}
),

lists as (
    select
        dataset_id,
        reference_date,
        reference_date_from,
        valid_starts_on
    from {{ ref('videos__lists') }}
),

-- what is known of a list only when its days are
find_lists_without_valid as (
    select
        dataset_id,
        'valid_starts_on' as column_name,
        cast(valid_starts_on as {{ dbt.type_string() }}) as cell,
        'valid_starts_on is ' || valid_starts_on || ', after the latest day in the list, which is ' || reference_date
        || ': no video is valid' as problem
    from lists
    where
        valid_starts_on > reference_date
        and reference_date_from = 'latest day'
),

video_lists_are_valid as (
    select * from wrong_cells
    union all
    select * from find_lists_without_valid
)

select * from video_lists_are_valid
