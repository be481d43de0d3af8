with recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

entities as (
    select
        recipe_key,
        recipe_id,
        entity_id as user_id,
        entity_index as user_index
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

user_histories as (
    select
        recipe_key,
        user_index,
        interactions
    from {{ ref('int_user_histories') }}
),

benchmarks__users as (
    select
        entities.recipe_id,
        recipes.dataset_id,
        entities.user_id,
        entities.user_index,
        cast(user_histories.interactions as bigint) as interactions
    from entities
    inner join recipes on recipes.recipe_key = entities.recipe_key
    -- whoever is kept has a kept event; should one have none, the NULL fails the test of interactions
    left join user_histories
        on
            user_histories.recipe_key = entities.recipe_key
            and user_histories.user_index = entities.user_index
)

select * from benchmarks__users
