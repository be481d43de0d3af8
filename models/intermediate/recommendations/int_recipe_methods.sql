{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}) }}

-- The methods that are made for each recipe, whether they rank items or predict ratings: those that are for it by name
-- or pattern, and those of which a figure of the recipe, or of all folds of its protocol, is published. A method that
-- takes the neighbours of the similarity tables is made where there are some.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        dataset_id || '-' || protocol_id as id_of_all_folds
    from {{ ref('int_recipes') }}
),

methods as (
    select *
    from {{ ref('int_methods') }}
),

published_metrics as (
    select distinct
        recipe_id,
        method
    from {{ ref('stg_settings__published_metrics') }}
),

datasets as (
    select
        dataset_id,
        liked_from
    from {{ ref('int_datasets') }}
),

estimates as (
    select
        recipe_key,
        kind,
        is_compared
    from {{ ref('int_pair_estimates') }}
),

split_words as (
    select
        method,
        {{ unnest_list(split_text('recipes', ' ')) }} as word
    from methods
    where recipes <> 'none'
),

list_asked as (
    select
        recipes.recipe_id,
        methods.method
    from recipes
    cross join methods
    where methods.recipes is null
    union
    select
        recipes.recipe_id,
        split_words.method
    from split_words
    inner join recipes
        on recipes.recipe_id like replace(replace(split_words.word, '_', '!_'), '*', '%') escape '!'
    where split_words.word <> ''
    -- who publishes a figure of it asks for it
    union
    select
        recipes.recipe_id,
        published_metrics.method
    from published_metrics
    inner join recipes
        on published_metrics.recipe_id in (recipes.recipe_id, recipes.id_of_all_folds)
),

int_recipe_methods as (
    select
        recipes.recipe_key,
        recipes.recipe_id,
        methods.method,
        methods.kind,
        methods.predicts,
        methods.compares,
        methods.similarity,
        methods.neighbors,
        methods.min_shared,
        methods.shrinkage,
        methods.shrinkage_form,
        methods.weighting,
        methods.centring,
        methods.direction,
        methods.alpha,
        methods.beta,
        methods.days,
        -- what else is said of a dataset is nothing to a method
        case when methods.kind = 'wilson' then datasets.liked_from end as liked_from
    from list_asked
    inner join recipes on recipes.recipe_id = list_asked.recipe_id
    inner join methods on methods.method = list_asked.method
    left join datasets on datasets.dataset_id = recipes.dataset_id
    left join estimates
        on
            estimates.recipe_key = recipes.recipe_key
            and estimates.kind = methods.compares
    where
        methods.compares is null
        or methods.similarity is not null
        or estimates.is_compared
)

select * from int_recipe_methods
