{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}) }}

-- At how many places the lists of a recipe are measured: as the variable measured_at says, and where a figure of the
-- recipe is published, as that does. Lists are as long as the longest.
with recipes as (
    select
        recipe_key,
        recipe_id,
        negatives is not null as is_sampled
    from {{ ref('int_recipes') }}
),

published_metrics as (
    select
        recipe_id,
        {{ try_cast('k', 'integer') }} as k
    from {{ ref('stg_settings__published_metrics') }}
),

asked_lengths as (
    {% for k in var('measured_at') %}
    select
        recipe_key,
        recipe_id,
        is_sampled,
        cast({{ k }} as integer) as k
    from recipes
    union
    {% endfor %}
    select
        recipes.recipe_key,
        recipes.recipe_id,
        recipes.is_sampled,
        published_metrics.k
    from published_metrics
    inner join recipes on recipes.recipe_id = published_metrics.recipe_id
    where published_metrics.k between 1 and 9999
),

int_list_lengths as (
    select
        recipe_key,
        recipe_id,
        is_sampled,
        k,
        max(k) over (partition by recipe_key) as longest
    from asked_lengths
)

select * from int_list_lengths
