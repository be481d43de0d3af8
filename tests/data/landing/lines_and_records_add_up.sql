-- Files whose lines or records are not all accounted for, one row a file: something would be lost without a word.
-- What was landed by an older release has no counts.
with files as (
    select
        dataset_id,
        subject,
        source_file,
        lines,
        header_lines,
        comment_lines,
        blank_lines,
        continued_lines,
        records,
        coalesce(further_events, 0) as further_events,
        rows as accepted_rows,
        rejected_rows,
        coalesce(left_out_rows, 0) as left_out_rows,
        coalesce(forgotten_rows, 0) as forgotten_rows
    from {{ source('landing', 'landed_files') }}
),

rejected as (
    select
        dataset_id,
        subject,
        source_file,
        count(*) as kept_rows
    from {{ source('landing', 'rejected_rows') }}
    group by
        dataset_id,
        subject,
        source_file
),

lines_and_records_add_up as (
    select
        files.dataset_id,
        files.source_file,
        files.lines,
        files.records
    from files
    left join rejected
        on
            rejected.dataset_id = files.dataset_id
            and rejected.subject = files.subject
            and rejected.source_file = files.source_file
    where
        files.records <> files.accepted_rows + files.rejected_rows + files.left_out_rows + files.forgotten_rows
        or files.lines + files.further_events
        <> files.records + files.header_lines + files.comment_lines + files.blank_lines + files.continued_lines
        or files.rejected_rows <> coalesce(rejected.kept_rows, 0)
)

select * from lines_and_records_add_up
