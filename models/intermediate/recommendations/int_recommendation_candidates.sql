{{ config(materialized='counted', counted_by='add_up_votes') }}

-- What may be recommended for its votes: of all items that a user has not rated, those whose votes reach the last place
-- of a list. Votes are cast with the weight of how alike the two are that they are about (Jaccard, shrunk), and added
-- up by user and item.
--
--   item_neighbors    the customary item kNN: an item collects votes from those of its neighbours that the user rated
--   item_votes        the other direction: each item that the user rated votes for its own neighbours
--   user_neighbors    each neighbour of a user votes for what they rated
--
-- By each method voters of a user, who have a weight, vote for items, which have a weight, too; one of the two is 1.
with lists as (
    select distinct
        parts.recipe_key,
        methods.method,
        {{ longest_list() }} as places
    from {{ ref('int_recommended_parts') }} as parts
    cross join {{ ref('recommendation_methods') }} as methods
    where methods.compares is not null
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

neighbors as (
    select
        recipe_key,
        kind,
        member,
        neighbor_member,
        weight
    from {{ ref('int_nearest_neighbors') }}
),

voters as (
    select
        recipe_key,
        'item_neighbors' as method,
        user_index,
        item_index as voter,
        cast(1 as bigint) as weight
    from rated_items
    union all
    select
        recipe_key,
        'item_votes' as method,
        user_index,
        item_index as voter,
        cast(1 as bigint) as weight
    from rated_items
    union all
    select
        recipe_key,
        'user_neighbors' as method,
        member as user_index,
        neighbor_member as voter,
        weight
    from neighbors
    where kind = 'user'
),

votes as (
    select
        recipe_key,
        'item_neighbors' as method,
        neighbor_member as voter,
        member as item_index,
        weight
    from neighbors
    where kind = 'item'
    union all
    select
        recipe_key,
        'item_votes' as method,
        member as voter,
        neighbor_member as item_index,
        weight
    from neighbors
    where kind = 'item'
    union all
    select
        recipe_key,
        'user_neighbors' as method,
        user_index as voter,
        item_index,
        cast(1 as bigint) as weight
    from rated_items
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
        sums.recipe_key,
        sums.method,
        sums.user_index,
        sums.item_index,
        cast({{ whole_quotient('sums.weights', 1000000) }} as bigint) as votes,
        cast(sums.weights % 1000000 as bigint) as votes_rest,
        valid_items.item_index is not null as is_met_in_valid
    from add_up_votes as sums
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
    where rated_items.item_index is null
),

find_last_places as (
    select
        sums.recipe_key,
        sums.method,
        sums.user_index,
        {{ nth_largest('sums.votes', 'lists.places') }} as last_votes,
        {{ nth_largest('case when not sums.is_met_in_valid then sums.votes end', 'lists.places') }}
            as last_votes_without_valid
    from leave_out_rated_items as sums
    inner join lists
        on
            lists.recipe_key = sums.recipe_key
            and lists.method = sums.method
    group by
        sums.recipe_key,
        sums.method,
        sums.user_index
),

-- What is one digit below the last may be rounded up to it. With that, a list has its last place among all, and another
-- among what was not met in valid.
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
        sums.votes >= last.last_votes - 1
        or (not sums.is_met_in_valid and sums.votes >= last.last_votes_without_valid - 1)
)

select * from int_recommendation_candidates
