-- What the sources' own lists leave open, counted: an item is listed once here, however many lines it has, and lacks
-- what none of them has.
with films as (
    select
        dataset_id,
        item_id,
        title,
        release_year,
        imdb_id,
        genres
    from {{ ref('int_films') }}
),

products as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('stg_amazon__metadata') }}
),

own_items as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_listed_items') }}
),

union_lists as (
    select
        dataset_id,
        item_id,
        title,
        release_year,
        imdb_id,
        {{ list_length('genres') }} as genres,
        true as is_film
    from films
    {% for list in ['products', 'own_items'] %}
    union all
    select
        dataset_id,
        item_id,
        title,
        cast(null as integer) as release_year,
        cast(null as {{ dbt.type_string() }}) as imdb_id,
        cast(null as bigint) as genres,
        false as is_film
    from {{ list }}
    {% endfor %}
),

describe_items as (
    select
        dataset_id,
        item_id,
        max(case when is_film then 1 else 0 end) as is_film,
        count(title) > 0 as has_title,
        count(release_year) > 0 as has_year,
        count(imdb_id) > 0 as has_imdb_id,
        coalesce(max(genres), 0) > 0 as has_genre
    from union_lists
    group by
        dataset_id,
        item_id
),

catalog__title_coverage as (
    select
        dataset_id,
        count(*) as listed_items,
        count(case when not has_title then 1 end) as without_title,
        case when max(is_film) = 1 then count(case when not has_year then 1 end) end as without_year,
        case when max(is_film) = 1 then count(case when not has_genre then 1 end) end as without_genre,
        case when max(is_film) = 1 then count(case when not has_imdb_id then 1 end) end as without_imdb_id
    from describe_items
    group by dataset_id
)

select * from catalog__title_coverage
