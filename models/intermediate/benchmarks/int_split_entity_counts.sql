-- How many interactions each user and each item has in each part of a benchmark.
{% set splits = ['train', 'valid', 'test', 'all'] %}

with recipes as (
    select
        recipe_key,
        recipe_id,
    from {{ ref('int_recipes') }}
),

kept_events as (
    select
        recipe_key,
        user_index,
        item_index,
        split,
    from {{ ref('int_kept_events') }}
),

-- parts side by side: to group by the name of the part as well takes three times as long
count_by_part as (
    {% for kind in ['user', 'item'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_index as entity_index,
        {% for split in splits %}
        sum(case when split = '{{ split }}' then 1 else 0 end) as {{ split }}_interactions,
        {% endfor %}
    from kept_events
    group by
        recipe_key,
        {{ kind }}_index
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

int_split_entity_counts as (
    {% for split in splits %}
    select
        recipes.recipe_id,
        '{{ split }}' as split,
        count_by_part.kind,
        count_by_part.entity_index,
        cast(count_by_part.{{ split }}_interactions as bigint) as interactions,
    from count_by_part
    inner join recipes on recipes.recipe_key = count_by_part.recipe_key
    where count_by_part.{{ split }}_interactions > 0
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_split_entity_counts
