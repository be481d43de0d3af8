{{ config(severity='warn') }}

-- What is left out of tables that the variable interactions_from names, one row a table and reason.
with problems as (
    select
        table_name,
        problem
    from {{ ref('int_foreign_interactions') }}
    where problem is not null
),

foreign_interactions_can_be_used as (
    select
        table_name,
        count(*) as rows_left_out,
        problem
    from problems
    group by
        table_name,
        problem
)

select * from foreign_interactions_can_be_used
order by
    table_name,
    problem nulls last
