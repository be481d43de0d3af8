{{ config(versions='rows', partition_by={}) }}

-- The line that counts for each check and part: of one's own before those of the project, then the later one.
with usable_lines as (
    select
        thresholds.file_name,
        thresholds.line_number,
        thresholds.check_id,
        thresholds.splits,
        thresholds.worse,
        {{ try_cast('thresholds.look_beyond', 'double') }} as look_beyond,
        {{ try_cast('thresholds.critical_beyond', 'double') }} as critical_beyond,
        thresholds.advice
    from {{ ref('stg_settings__thresholds') }} as thresholds
    left join {{ ref('int_threshold_problems') }} as problems
        on
            problems.file_name = thresholds.file_name
            and problems.line_number = thresholds.line_number
    where problems.file_name is null
),

name_parts as (
    {% for split in ['train', 'valid', 'test', 'all'] %}
    select
        *,
        '{{ split }}' as split
    from usable_lines
    where coalesce(' ' || splits || ' ', ' {{ split }} ') like '% {{ split }} %'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

choose_lines as (
    select
        *,
        row_number() over (
            partition by check_id, split
            order by file_name <> 'seeds/thresholds.csv' desc, file_name, line_number desc
        ) as place
    from name_parts
),

int_thresholds as (
    select
        check_id,
        split,
        worse,
        look_beyond,
        critical_beyond,
        advice
    from choose_lines
    where place = 1
)

select * from int_thresholds
