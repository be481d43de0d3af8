with measures as (
    select
        collection,
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
        mean_absolute_difference,
    from {{ ref('int_user_measures') }}
),

recipes as (
    select
        recipe_key,
        recipe_id,
    from {{ ref('int_recipes') }}
),

users as (
    select
        recipe_id,
        user_index,
        user_id,
    from {{ ref('benchmarks__users') }}
),

user_neighbors as (
    select
        recipes.recipe_id,
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
        measures.mean_absolute_difference,
    from measures
    inner join recipes on recipes.recipe_key = measures.collection
    inner join users
        on
            users.recipe_id = recipes.recipe_id
            and users.user_index = measures.member
    inner join users as neighbors
        on
            neighbors.recipe_id = recipes.recipe_id
            and neighbors.user_index = measures.neighbor_member
)

select * from user_neighbors
