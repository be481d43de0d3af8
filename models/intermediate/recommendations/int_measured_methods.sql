{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}) }}

-- Whose lists are measured, on which part: those of every method that is made, on all parts that are held out, and
-- those that were landed, on the part that they were landed for. A method that is made here keeps its name for itself.
with recipe_methods as (
    select
        recipe_key,
        recipe_id,
        method
    from {{ ref('int_recipe_methods') }}
    where predicts = 'items'
),

methods as (
    select method
    from {{ ref('int_methods') }}
),

parts as (
    select
        recipe_key,
        recipe_id,
        split
    from {{ ref('int_recommended_parts') }}
    where is_held_out
),

landed_lists as (
    select distinct
        recipe_id,
        method,
        split
    from {{ ref('stg_predictions__predictions') }}
    -- what land-negatives lands is no method
    where method <> 'negatives'
),

int_measured_methods as (
    select
        parts.recipe_key,
        parts.recipe_id,
        recipe_methods.method,
        parts.split,
        false as is_landed
    from parts
    inner join recipe_methods on recipe_methods.recipe_key = parts.recipe_key
    union all
    select
        parts.recipe_key,
        parts.recipe_id,
        landed_lists.method,
        parts.split,
        true as is_landed
    from landed_lists
    inner join parts
        on
            parts.recipe_id = landed_lists.recipe_id
            and parts.split = landed_lists.split
    left join methods on methods.method = landed_lists.method
    where methods.method is null
)

select * from int_measured_methods
