with described_items as (
    select
        dataset_id,
        item_id,
        title,
        release_year,
        imdb_id
    from {{ ref('int_described_items') }}
),

interactions as (
    select
        dataset_id,
        item_id
    from {{ ref('int_interactions') }}
),

count_interactions as (
    select
        dataset_id,
        item_id,
        count(*) as interactions
    from interactions
    group by
        dataset_id,
        item_id
),

-- listed and never rated, rated and never listed: both are items
items as (
    select
        coalesce(described_items.dataset_id, count_interactions.dataset_id) as dataset_id,
        coalesce(described_items.item_id, count_interactions.item_id) as item_id,
        described_items.title,
        described_items.release_year,
        described_items.imdb_id,
        coalesce(count_interactions.interactions, 0) as interactions
    from described_items
    full outer join count_interactions
        on
            count_interactions.dataset_id = described_items.dataset_id
            and count_interactions.item_id = described_items.item_id
)

select * from items
