{{ config(partition_by={'dataset': 'dataset_id'}) }}

with catalog__event_context as (
    select
        dataset_id,
        source_row,
        cast(context as {{ dbt.type_string() }}) as context
    from {{ ref('stg_interactions__events') }}
    where context is not null
)

select * from catalog__event_context
