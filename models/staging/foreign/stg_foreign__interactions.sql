{{ config(partition_by={}) }}

-- Interactions that another project, of which this one is a package, has in tables of its own: those that the variable
-- interactions_from names.
with source as (
    {% for name in var('interactions_from') %}
    select
        '{{ name }}' as table_name,
        cast(dataset_id as {{ dbt.type_string() }}) as dataset_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        cast(item_id as {{ dbt.type_string() }}) as item_id,
        cast(rating as double) as rating,
        cast(rated_at as timestamp) as rated_at
    from {{ foreign_table(name) }}
    union all
    {% endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as dataset_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as item_id,
        cast(null as double) as rating,
        cast(null as timestamp) as rated_at
    where false
),

stg_foreign__interactions as (
    select
        table_name,
        dataset_id,
        user_id,
        item_id,
        rating,
        rated_at
    from source
)

select * from stg_foreign__interactions
