{{ config(materialized='view') }}

-- The parts that each landed recipe asks for, whether or not they came out empty.
with recipes as (
    select
        recipe_key,
        recipe_id,
        split as split_method,
        valid_fraction,
        test_fraction
    from {{ ref('int_recipes') }}
    where is_landed
),

int_recipe_parts as (
    select
        recipe_key,
        recipe_id,
        'all' as split,
        false as is_held_out
    from recipes
    where split_method = 'none'
    union all
    select
        recipe_key,
        recipe_id,
        'train' as split,
        false as is_held_out
    from recipes
    where split_method <> 'none'
    {% for split in ['valid', 'test'] %}
    union all
    select
        recipe_key,
        recipe_id,
        '{{ split }}' as split,
        true as is_held_out
    from recipes
    where
        split_method <> 'none'
        -- a fraction of 0 asks for no such part
        and coalesce({{ split }}_fraction, 1) > 0
    {% endfor %}
)

select * from int_recipe_parts
