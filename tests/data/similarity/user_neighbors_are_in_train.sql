-- Whoever is a neighbour, or has one, has been seen in train (in everything, where there is no split),
-- in as many rows as the table says. One row for each who was not.
with train_counts as (
    select
        recipe_id,
        user_id,
        count(distinct item_id) as rated
    from {{ ref('benchmarks__interactions') }}
    where split in ('train', 'all')
    group by
        recipe_id,
        user_id
),

named_in_lists as (
    select
        recipe_id,
        user_id,
        rated
    from {{ ref('similarity__user_neighbors') }}
    union
    select
        recipe_id,
        neighbor_id as user_id,
        neighbor_rated as rated
    from {{ ref('similarity__user_neighbors') }}
)

select
    named_in_lists.recipe_id,
    named_in_lists.user_id,
    named_in_lists.rated,
    train_counts.rated as rated_in_train
from named_in_lists
left join train_counts
    on
        train_counts.recipe_id = named_in_lists.recipe_id
        and train_counts.user_id = named_in_lists.user_id
where named_in_lists.rated is distinct from train_counts.rated
