{{ config(partition_by={'dataset': 'dataset_id'}) }}

-- What can be or was interacted with: what the sources' own lists say of their items, and who only the
-- interactions name.
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

own_items as (
    select
        dataset_id,
        source_row,
        item_id,
        title
    from {{ ref('int_listed_items') }}
),

union_lists as (
    select
        dataset_id,
        1 as list_order,
        source_row,
        item_id,
        title,
        release_year,
        imdb_id
    from films
    union all
    {% for list_order, list in [(1, 'products'), (2, 'own_items')] %}
    select
        dataset_id,
        {{ list_order }} as list_order,
        source_row,
        item_id,
        title,
        cast(null as integer) as release_year,
        cast(null as {{ dbt.type_string() }}) as imdb_id
    from {{ list }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- where an item is listed twice, the first line counts, and where a film is linked twice, the smaller IMDb id
described_items as (
    select
        dataset_id,
        item_id,
        title as listed_title,
        release_year,
        imdb_id
    from union_lists
    qualify row_number() over (
            partition by dataset_id, item_id
            order by
                list_order,
                source_row nulls last,
                imdb_id nulls last
        ) = 1
),

-- who says what an item is called means it, whatever the source's own list says
own_titles as (
    select
        dataset_id,
        item_id,
        title
    from own_items
    where title is not null
    qualify row_number() over (
            partition by dataset_id, item_id
            order by source_row nulls last
        ) = 1
),

datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_landed_datasets') }}
),

events as (
    select
        dataset_key,
        item_key,
        item_text_id
    from {{ ref('int_interactions') }}
),

-- numbers are grouped several times as fast as texts, and all events of a key have the same id
count_events as (
    select
        dataset_key,
        item_key,
        min(item_text_id) as item_text_id,
        count(*) as interactions
    from events
    group by
        dataset_key,
        item_key
),

count_interactions as (
    select
        datasets.dataset_id,
        {{ raw_id('count_events.item_key', 'count_events.item_text_id') }} as item_id,
        count_events.interactions
    from count_events
    inner join datasets on datasets.dataset_key = count_events.dataset_key
),

-- listed and never rated, rated and never listed: both are items
int_items as (
    select
        coalesce(described_items.dataset_id, count_interactions.dataset_id) as dataset_id,
        coalesce(described_items.item_id, count_interactions.item_id) as item_id,
        coalesce(own_titles.title, described_items.listed_title) as title,
        described_items.release_year,
        described_items.imdb_id,
        coalesce(count_interactions.interactions, 0) as interactions
    from described_items
    full outer join count_interactions
        on
            count_interactions.dataset_id = described_items.dataset_id
            and count_interactions.item_id = described_items.item_id
    left join own_titles
        on
            own_titles.dataset_id = described_items.dataset_id
            and own_titles.item_id = described_items.item_id
)

select * from int_items
