{{ config(partition_by={'dataset': 'dataset_id'}) }}

with catalog__landings as (
    select
        dataset_id,
        subject,
        source,
        options,
        landed_at,
        lines,
        header_lines,
        comment_lines,
        blank_lines,
        continued_lines,
        coalesce(further_events, 0) as further_events,
        records,
        landed_rows,
        rejected_rows,
        left_out_rows,
        coalesce(forgotten_rows, 0) as forgotten_rows,
        pseudonym_key is not null as has_pseudonyms,
        interaction_rows
    from {{ source('landing', 'landings') }}
)

select * from catalog__landings
