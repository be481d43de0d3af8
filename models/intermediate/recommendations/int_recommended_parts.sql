{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}) }}
{% if var('relevant_events') not in ['every', 'liked'] %}
    {{ exceptions.raise_compiler_error(
        "the variable relevant_events is '" ~ var('relevant_events') ~ "': write every or liked"
    ) }}
{% endif %}
{% if var('test_leaves_out_valid') not in [true, false] %}
    {{ exceptions.raise_compiler_error(
        "the variable test_leaves_out_valid is '" ~ var('test_leaves_out_valid') ~ "': write true or false"
    ) }}
{% endif %}

-- The parts of a recipe for which every user gets a list by each method: those that are held out, or a single one where
-- none is. A list is measured on its part alone, so what the user had before the part is no candidate: for test, that
-- is what they had in valid, too.
with landed_recipes as (
    select
        recipe_key,
        recipe_id,
        {{ unnest_list('parts') }} as split
    from {{ ref('int_recipes') }}
),

parts as (
    select
        recipe_key,
        recipe_id,
        split,
        split in ('valid', 'test') as is_held_out
    from landed_recipes
),

recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

datasets as (
    select
        dataset_id,
        liked_from
    from {{ ref('int_datasets') }}
),

count_held_out_parts as (
    select
        recipe_key,
        sum(case when is_held_out then 1 else 0 end) as held_out_parts
    from parts
    group by recipe_key
),

int_recommended_parts as (
    select
        parts.recipe_key,
        parts.recipe_id,
        parts.split,
        parts.is_held_out,
        parts.split = 'test' and {{ 'true' if var('test_leaves_out_valid') else 'false' }} as leaves_out_valid,
        -- blank stands for every event
        case when '{{ var('relevant_events') }}' = 'liked' then datasets.liked_from end as relevant_from
    from parts
    inner join count_held_out_parts on count_held_out_parts.recipe_key = parts.recipe_key
    inner join recipes on recipes.recipe_key = parts.recipe_key
    left join datasets on datasets.dataset_id = recipes.dataset_id
    where
        parts.is_held_out
        or count_held_out_parts.held_out_parts = 0
)

select * from int_recommended_parts
