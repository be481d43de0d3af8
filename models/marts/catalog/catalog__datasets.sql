with landed_datasets as (
    select
        dataset_id,
        source,
        edition,
        title,
        url,
        licence,
        citation,
        rating_min,
        rating_max,
        liked_from,
        landed_at,
        rejected_rows
    from {{ ref('int_datasets') }}
    where is_landed
),

dataset_profiles as (
    select
        dataset_id,
        row_count,
        users,
        items,
        first_rated_at,
        last_rated_at,
        fingerprint
    from {{ ref('int_dataset_profiles') }}
),

catalog__datasets as (
    select
        landed_datasets.dataset_id,
        landed_datasets.source,
        landed_datasets.edition,
        landed_datasets.title,
        landed_datasets.url,
        landed_datasets.licence,
        landed_datasets.citation,
        landed_datasets.rating_min,
        landed_datasets.rating_max,
        landed_datasets.liked_from,
        landed_datasets.landed_at,
        coalesce(dataset_profiles.row_count, 0) as row_count,
        coalesce(dataset_profiles.users, 0) as users,
        coalesce(dataset_profiles.items, 0) as items,
        landed_datasets.rejected_rows,
        dataset_profiles.first_rated_at,
        dataset_profiles.last_rated_at,
        dataset_profiles.fingerprint
    from landed_datasets
    left join dataset_profiles on dataset_profiles.dataset_id = landed_datasets.dataset_id
)

select * from catalog__datasets
