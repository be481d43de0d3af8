{{ config(partition_by={'dataset': 'dataset_id'}) }}

-- Items by their mean rating, each drawn towards that of its dataset, so that one rating of 5 is not the best there is.
with interactions as (
    select
        dataset_id,
        item_id,
        title,
        rating
    from {{ ref('corate', 'catalog__interactions') }}
    where rating is not null
),

described_datasets as (
    select
        dataset_id,
        avg(rating) as mean_rating
    from interactions
    group by dataset_id
),

described_items as (
    select
        dataset_id,
        item_id,
        min(title) as title,
        count(*) as ratings,
        avg(rating) as mean_rating
    from interactions
    group by
        dataset_id,
        item_id
),

best_rated_items as (
    select
        items.dataset_id,
        items.item_id,
        items.title,
        items.ratings,
        items.mean_rating,
        -- as if ten more people had given it the mean of the dataset
        (items.ratings * items.mean_rating + 10 * datasets.mean_rating) / (items.ratings + 10) as weighted_rating
    from described_items as items
    inner join described_datasets as datasets on datasets.dataset_id = items.dataset_id
)

select * from best_rated_items
