-- Whoever is a neighbour, or has one, has been seen in train (in everything, where there is no split), in as many rows
-- as the table says. One row for each item or user who was not.
with train_pairs as (
    select distinct
        recipe_id,
        item_id,
        user_id
    from {{ ref('benchmarks__interactions') }}
    where split in ('train', 'all')
),

{% for kind, other, size in [('item', 'user', 'raters'), ('user', 'item', 'rated')] %}
train_{{ kind }}s as (
    select
        recipe_id,
        {{ kind }}_id as id,
        count(*) as size_in_train
    from train_pairs
    group by
        recipe_id,
        {{ kind }}_id
),

named_{{ kind }}s as (
    select
        recipe_id,
        {{ kind }}_id as id,
        {{ size }} as size
    from {{ ref('similarity__' ~ kind ~ '_neighbors') }}
    union
    select
        recipe_id,
        neighbor_id as id,
        neighbor_{{ size }} as size
    from {{ ref('similarity__' ~ kind ~ '_neighbors') }}
),

unseen_{{ kind }}s as (
    select
        '{{ kind }}' as kind,
        named_{{ kind }}s.recipe_id,
        named_{{ kind }}s.id,
        named_{{ kind }}s.size,
        train_{{ kind }}s.size_in_train
    from named_{{ kind }}s
    left join train_{{ kind }}s
        on
            train_{{ kind }}s.recipe_id = named_{{ kind }}s.recipe_id
            and train_{{ kind }}s.id = named_{{ kind }}s.id
    where named_{{ kind }}s.size is distinct from train_{{ kind }}s.size_in_train
){{ ',' if not loop.last }}
{% endfor %}

select * from unseen_items
union all
select * from unseen_users
