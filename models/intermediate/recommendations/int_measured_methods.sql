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

recipes as (
    select
        recipe_key,
        coalesce(negatives, '') = 'given' as needs_negatives
    from {{ ref('int_recipes') }}
),

landed_lists as (
    select distinct
        recipe_id,
        method,
        split
    from {{ ref('stg_predictions__predictions') }}
),

-- of a part for which none are given, nothing can be ranked
measured_parts as (
    select
        parts.recipe_key,
        parts.recipe_id,
        parts.split
    from parts
    inner join recipes on recipes.recipe_key = parts.recipe_key
    left join landed_lists as given
        on
            given.recipe_id = parts.recipe_id
            and given.split = parts.split
            and given.method = 'negatives'
    where
        not recipes.needs_negatives
        or given.method is not null
),

int_measured_methods as (
    select
        parts.recipe_key,
        parts.recipe_id,
        recipe_methods.method,
        parts.split,
        false as is_landed
    from measured_parts as parts
    inner join recipe_methods on recipe_methods.recipe_key = parts.recipe_key
    union all
    select
        parts.recipe_key,
        parts.recipe_id,
        landed_lists.method,
        parts.split,
        true as is_landed
    from landed_lists
    inner join measured_parts as parts
        on
            parts.recipe_id = landed_lists.recipe_id
            and parts.split = landed_lists.split
    left join methods on methods.method = landed_lists.method
    where
        methods.method is null
        -- what land-negatives lands is no method
        and landed_lists.method <> 'negatives'
)

select * from int_measured_methods
