-- How many interactions each user and each item has in each part of a benchmark. What users have is read
-- off their histories, so that the events are gone through for items alone.
{% set splits = ['train', 'valid', 'test', 'all'] %}

with recipes as (
    select
        recipe_key,
        recipe_id,
        split as split_method
    from {{ ref('int_recipes') }}
),

user_histories as (
    select
        recipe_id,
        user_index,
        interactions,
        valid_interactions,
        test_interactions
    from {{ ref('int_user_histories') }}
),

kept_events as (
    select
        recipe_key,
        item_index,
        split
    from {{ ref('int_kept_events') }}
),

-- parts side by side: to group by the name of the part as well takes three times as long
count_users as (
    select
        user_histories.recipe_id,
        'user' as kind,
        user_histories.user_index as entity_index,
        case
            when recipes.split_method = 'none' then 0
            else
                user_histories.interactions
                - user_histories.valid_interactions
                - user_histories.test_interactions
        end as train_interactions,
        user_histories.valid_interactions,
        user_histories.test_interactions,
        case when recipes.split_method = 'none' then user_histories.interactions else 0 end as all_interactions
    from user_histories
    inner join recipes on recipes.recipe_id = user_histories.recipe_id
),

count_items as (
    select
        {% for split in splits %}
        sum(case when split = '{{ split }}' then 1 else 0 end) as {{ split }}_interactions,
        {% endfor %}
        recipe_key,
        item_index
    from kept_events
    group by
        recipe_key,
        item_index
),

unite_kinds as (
    select
        {% for split in splits %}
        {{ split }}_interactions,
        {% endfor %}
        recipe_id,
        kind,
        entity_index
    from count_users
    union all
    select
        {% for split in splits %}
        count_items.{{ split }}_interactions,
        {% endfor %}
        recipes.recipe_id,
        'item' as kind,
        count_items.item_index as entity_index
    from count_items
    inner join recipes on recipes.recipe_key = count_items.recipe_key
),

int_split_entity_counts as (
    {% for split in splits %}
    select
        recipe_id,
        '{{ split }}' as split,
        kind,
        entity_index,
        cast({{ split }}_interactions as bigint) as interactions
    from unite_kinds
    where {{ split }}_interactions > 0
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_split_entity_counts
