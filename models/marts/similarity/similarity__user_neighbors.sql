with measures as (
    select
        recipe_key,
        member,
        rank,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        cosine,
        jaccard_shrunk,
        cosine_shrunk,
        common_values,
        pearson,
        euclidean,
        mean_absolute_difference
    from {{ ref('int_nearest_measures') }}
    where kind = 'user'
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

users as (
    select
        recipe_key,
        entity_index as user_index,
        entity_id as user_id
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

similarity__user_neighbors as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        users.user_id,
        measures.rank,
        neighbors.user_id as neighbor_id,
        measures.set_size as rated,
        measures.neighbor_size as neighbor_rated,
        measures.shared as co_rated,
        measures.jaccard,
        measures.cosine,
        measures.jaccard_shrunk,
        measures.cosine_shrunk,
        measures.common_values as common_ratings,
        measures.pearson,
        measures.euclidean,
        measures.mean_absolute_difference
    from measures
    inner join recipes on recipes.recipe_key = measures.recipe_key
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('measures.recipe_key', 'measures.member') }}
    inner join users as neighbors
        on
            {{ number_in('neighbors.recipe_key', 'neighbors.user_index') }}
            = {{ number_in('measures.recipe_key', 'measures.neighbor_member') }}
)

select * from similarity__user_neighbors
