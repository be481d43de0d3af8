{{ config(materialized='counted', counted_by='add_up_votes') }}

-- What may be recommended for its votes: of all items that a user has not rated, those whose votes reach the last place
-- of a list. Votes are cast with the weight of how alike the two are that they are about, and added up by user and
-- item. Whose nearest have a say is the direction of a method:
--
--   candidate    an item collects votes from those of its own nearest that the user rated: the customary item kNN
--   history      each item that the user rated votes for its own nearest
--   user         each of the user's own nearest votes for what they rated
--   voter        so does whoever has the user among their own nearest: the customary user kNN of published code
--
-- By each method voters of a user, who have a weight, vote for items, which have a weight, too; one of the two is 1.
with methods as (
    select
        recipe_key,
        method,
        compares,
        similarity,
        direction
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'items'
        and compares is not null
),

list_lengths as (
    select distinct
        recipe_key,
        is_sampled,
        longest
    from {{ ref('int_list_lengths') }}
),

sampled_items as (
    select distinct
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_sampled_items') }}
),

recommended_recipes as (
    select distinct recipe_key
    from {{ ref('int_recommended_parts') }}
),

lists as (
    select
        methods.recipe_key,
        methods.method,
        list_lengths.longest as places,
        list_lengths.is_sampled
    from methods
    inner join list_lengths on list_lengths.recipe_key = methods.recipe_key
    inner join recommended_recipes on recommended_recipes.recipe_key = methods.recipe_key
),

rated_items as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

valid_items as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

nearest_neighbors as (
    select
        recipe_key,
        kind,
        member,
        neighbor_member,
        weight
    from {{ ref('int_nearest_neighbors') }}
),

knn_neighbors as (
    select
        recipe_key,
        method,
        member,
        neighbor_member,
        closeness
    from {{ ref('int_knn_neighbors') }}
),

neighbors as (
    select
        methods.recipe_key,
        methods.method,
        methods.direction,
        nearest_neighbors.member,
        nearest_neighbors.neighbor_member,
        nearest_neighbors.weight
    from nearest_neighbors
    inner join methods
        on
            methods.recipe_key = nearest_neighbors.recipe_key
            and methods.compares = nearest_neighbors.kind
    where methods.similarity is null
    union all
    select
        methods.recipe_key,
        methods.method,
        methods.direction,
        knn_neighbors.member,
        knn_neighbors.neighbor_member,
        knn_neighbors.closeness * 1000 as weight
    from knn_neighbors
    inner join methods
        on
            methods.recipe_key = knn_neighbors.recipe_key
            and methods.method = knn_neighbors.method
),

voters as (
    select
        rated_items.recipe_key,
        methods.method,
        rated_items.user_index,
        rated_items.item_index as voter,
        cast(1 as bigint) as weight
    from rated_items
    inner join methods on methods.recipe_key = rated_items.recipe_key
    where methods.compares = 'item'
    union all
    select
        recipe_key,
        method,
        case direction when 'user' then member else neighbor_member end as user_index,
        case direction when 'user' then neighbor_member else member end as voter,
        weight
    from neighbors
    where direction in ('user', 'voter')
),

votes as (
    select
        recipe_key,
        method,
        case direction when 'history' then member else neighbor_member end as voter,
        case direction when 'history' then neighbor_member else member end as item_index,
        weight
    from neighbors
    where direction in ('candidate', 'history')
    union all
    select
        rated_items.recipe_key,
        methods.method,
        rated_items.user_index as voter,
        rated_items.item_index,
        cast(1 as bigint) as weight
    from rated_items
    inner join methods on methods.recipe_key = rated_items.recipe_key
    where methods.compares = 'user'
),

add_up_votes as (
    select
        voters.recipe_key,
        voters.method,
        voters.user_index,
        votes.item_index,
        {{ exact_sum('voters.weight * votes.weight') }} as weights
    from voters
    inner join votes
        on
            votes.method = voters.method
            and {{ number_in('votes.recipe_key', 'votes.voter') }}
            = {{ number_in('voters.recipe_key', 'voters.voter') }}
    group by
        voters.recipe_key,
        voters.method,
        voters.user_index,
        votes.item_index
),

-- a sum is a whole number of 1e-18, and a score shows twelve digits
leave_out_rated_items as (
    select
        lists.places,
        lists.is_sampled,
        sums.recipe_key,
        sums.method,
        sums.user_index,
        sums.item_index,
        cast({{ whole_quotient('sums.weights', 1000000) }} as bigint) as votes,
        cast(sums.weights % 1000000 as bigint) as votes_rest,
        valid_items.item_index is not null as is_met_in_valid
    from add_up_votes as sums
    inner join lists
        on
            lists.recipe_key = sums.recipe_key
            and lists.method = sums.method
    left join sampled_items
        on
            {{ number_in('sampled_items.recipe_key', 'sampled_items.user_index') }}
            = {{ number_in('sums.recipe_key', 'sums.user_index') }}
            and sampled_items.item_index = sums.item_index
    left join rated_items
        on
            {{ number_in('rated_items.recipe_key', 'rated_items.user_index') }}
            = {{ number_in('sums.recipe_key', 'sums.user_index') }}
            and rated_items.item_index = sums.item_index
    left join valid_items
        on
            {{ number_in('valid_items.recipe_key', 'valid_items.user_index') }}
            = {{ number_in('sums.recipe_key', 'sums.user_index') }}
            and valid_items.item_index = sums.item_index
    where
        rated_items.item_index is null
        and (not lists.is_sampled or sampled_items.item_index is not null)
),

find_last_places as (
    select
        sums.recipe_key,
        sums.method,
        sums.user_index,
        {{ nth_largest('sums.votes', 'sums.places') }} as last_votes,
        {{ nth_largest('case when not sums.is_met_in_valid then sums.votes end', 'sums.places') }}
            as last_votes_without_valid
    from leave_out_rated_items as sums
    group by
        sums.recipe_key,
        sums.method,
        sums.user_index
),

-- What is one digit below the last may be rounded up to it. With that, a list has its last place among all, and another
-- among what was not met in valid. Of a sample nothing is left out: each part has one of its own.
int_recommendation_candidates as (
    select
        sums.recipe_key,
        sums.method,
        sums.user_index,
        sums.item_index,
        sums.votes,
        sums.votes_rest
    from leave_out_rated_items as sums
    inner join find_last_places as last
        on
            last.method = sums.method
            and {{ number_in('last.recipe_key', 'last.user_index') }}
            = {{ number_in('sums.recipe_key', 'sums.user_index') }}
    where
        sums.is_sampled
        or sums.votes >= last.last_votes - 1
        or (not sums.is_met_in_valid and sums.votes >= last.last_votes_without_valid - 1)
)

select * from int_recommendation_candidates
