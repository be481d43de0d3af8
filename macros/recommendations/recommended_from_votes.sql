{#
    CTEs that end with `recommend_best`: votes for items added up by user, items that the user has
    rated left out, and the best kept for each list of the recipe (see recommended_best). It reads these CTEs:

        votes (named by the argument)   position, item_index, weight (see vote_weight)
        users                           recipe_key, user_index, position
        rated_items                     position, item_index
        valid_pairs                     recipe_key, user_index, item_index
        popular_items                   recipe_key, item_index, popularity_rank
        lists                           recipe_key, split, leaves_out_valid

        votes = (1, 30, 5 * 10^17), (1, 30, 25 * 10^16), users = (9, 7, 1), lists = (9, valid, false)
          ->  (9, valid, 7, rank 1, item 30, score 0.75)

    `position` stands for the user (see int_advised_users): with the item it makes one narrow key, by which
    votes are added up in half the time of three columns. Only what reaches the last place of a list is put in
    order.
#}
{% macro recommended_from_votes(votes) %}
count_votes as (
    select
        {{ number_in('position', 'item_index') }} as vote_key,
        {{ vote_score('weight') }} as score
    from {{ votes }}
    group by {{ number_in('position', 'item_index') }}
),

valid_items as (
    select {{ number_in('users.position', 'valid_pairs.item_index') }} as vote_key
    from valid_pairs
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('valid_pairs.recipe_key', 'valid_pairs.user_index') }}
),

leave_out_rated_items as (
    select
        cast({{ whole_quotient('count_votes.vote_key', 4294967296) }} as integer) as position,
        {{ number_within('count_votes.vote_key') }} as item_index,
        count_votes.score,
        valid_items.vote_key is not null as is_met_in_valid
    from count_votes
    left join rated_items on {{ number_in('rated_items.position', 'rated_items.item_index') }} = count_votes.vote_key
    left join valid_items on valid_items.vote_key = count_votes.vote_key
    where rated_items.item_index is null
),

find_last_places as (
    select
        position,
        {{ nth_largest('score', longest_list()) }} as last_score,
        {{ nth_largest('case when not is_met_in_valid then score end', longest_list()) }} as last_score_without_valid
    from leave_out_rated_items
    group by position
),

rank_from as (
    select
        position,
        least(last_score, coalesce(last_score_without_valid, last_score)) as last_score
    from find_last_places
),

find_candidates as (
    select
        users.recipe_key,
        users.user_index,
        leave_out_rated_items.item_index,
        leave_out_rated_items.score,
        leave_out_rated_items.is_met_in_valid,
        popular_items.popularity_rank
    from leave_out_rated_items
    inner join rank_from
        on
            rank_from.position = leave_out_rated_items.position
            and rank_from.last_score <= leave_out_rated_items.score
    inner join users on users.position = leave_out_rated_items.position
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('users.recipe_key', 'leave_out_rated_items.item_index') }}
),

{{ recommended_best('find_candidates') }}
{%- endmacro %}
