-- Landed datasets with more interactions or users than the list of datasets says of their edition, one row a dataset:
-- they are another edition. Landing refuses them today; a warehouse of an older release may hold one. Fewer may be
-- a part, which landing tells.
with published as (
    select
        dataset_id,
        published_interactions as interactions,
        published_users as users
    from {{ ref('int_datasets') }}
),

profiles as (
    select
        dataset_id,
        interactions,
        users
    from {{ ref('catalog__datasets') }}
),

datasets_are_their_edition as (
    select
        published.dataset_id,
        profiles.interactions,
        published.interactions as published_interactions,
        profiles.users,
        published.users as published_users,
        'this is not the edition that ' || published.dataset_id || ' names: land the right files, or these by a name '
        || 'of their own' as problem
    from published
    inner join profiles on profiles.dataset_id = published.dataset_id
    where
        profiles.interactions > published.interactions
        or profiles.users > published.users
)

select * from datasets_are_their_edition
