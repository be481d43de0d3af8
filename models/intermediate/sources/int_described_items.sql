{{ config(materialized='view') }}

-- What the sources' own lists say of their items; where an item is listed twice, the first line
-- counts, and where a film is linked twice, the smaller IMDb id.
with films as (
    select
        dataset_id,
        source_row,
        item_id,
        title,
        release_year,
        imdb_id
    from {{ ref('int_films') }}
),

products as (
    select
        dataset_id,
        source_row,
        item_id,
        title
    from {{ ref('stg_amazon__metadata') }}
),

union_lists as (
    select
        dataset_id,
        source_row,
        item_id,
        title,
        release_year,
        imdb_id
    from films
    union all
    select
        dataset_id,
        source_row,
        item_id,
        title,
        cast(null as integer) as release_year,
        cast(null as {{ dbt.type_string() }}) as imdb_id
    from products
),

int_described_items as (
    select
        dataset_id,
        item_id,
        title,
        release_year,
        imdb_id
    from union_lists
    qualify row_number() over (
            partition by dataset_id, item_id
            order by
                source_row,
                imdb_id
        ) = 1
)

select * from int_described_items
