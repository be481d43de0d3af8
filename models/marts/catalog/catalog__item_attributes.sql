{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- What is said of items in lists, a row each: tools for charts cannot filter a list.
with item_attributes as (
    select
        dataset_id,
        item_id,
        attribute,
        value
    from {{ ref('int_item_attributes') }}
),

models as (
    select
        dataset_id,
        model_id,
        architectures,
        datasets,
        tags
    from {{ ref('int_hub_models') }}
),

catalog__item_attributes as (
    select
        dataset_id,
        item_id,
        attribute,
        value
    from item_attributes
    {% for attribute, values in {'architecture': 'architectures', 'dataset': 'datasets', 'tag': 'tags'}.items() %}
    union all
    select distinct
        dataset_id,
        model_id as item_id,
        '{{ attribute }}' as attribute,
        {{ unnest_list(values) }} as value
    from models
    {% endfor %}
)

select * from catalog__item_attributes
