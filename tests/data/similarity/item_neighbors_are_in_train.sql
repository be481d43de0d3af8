-- Whoever is a neighbour, or has one, has been seen in train (in everything, where there is no split),
-- in as many rows as the table says. One row for each who was not.
with train_counts as (
    select
        recipe_id,
        item_id,
        count(distinct user_id) as raters
    from {{ ref('benchmarks__interactions') }}
    where split in ('train', 'all')
    group by
        recipe_id,
        item_id
),

named_in_lists as (
    select
        recipe_id,
        item_id,
        raters
    from {{ ref('similarity__item_neighbors') }}
    union
    select
        recipe_id,
        neighbor_id as item_id,
        neighbor_raters as raters
    from {{ ref('similarity__item_neighbors') }}
)

select
    named_in_lists.recipe_id,
    named_in_lists.item_id,
    named_in_lists.raters,
    train_counts.raters as raters_in_train
from named_in_lists
left join train_counts
    on
        train_counts.recipe_id = named_in_lists.recipe_id
        and train_counts.item_id = named_in_lists.item_id
where named_in_lists.raters is distinct from train_counts.raters
