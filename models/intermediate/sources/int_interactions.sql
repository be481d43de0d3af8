{{ config(materialized='view') }}

-- What every source says in its own way, in one form: who met what, how it was rated, and when.
{% set sources = [
    'stg_movielens__ratings',
    'stg_movietweetings__ratings',
    'stg_amazon__ratings',
    'stg_amazon__reviews',
    'stg_interactions__events',
] %}

with int_interactions as (
    {% for source in sources %}
    select
        dataset_id,
        source_row,
        user_id,
        item_id,
        rating,
        rated_at
    from {{ ref(source) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_interactions
