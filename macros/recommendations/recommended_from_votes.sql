{#
    CTEs that end with `recommend_best`: votes for items added up by user, items that the user has
    rated left out, and the 20 best kept. Equal scores go to the more popular item, then to the
    first id. It reads these CTEs:

        votes (named by the argument)   position, item_index, weight (from 0 to 1)
        users                           recipe_key, user_index, position
        rated_items                     position, item_index
        popular_items                   recipe_key, item_index, popularity_rank

        votes = (1, 30, 0.5), (1, 30, 0.25), users = (9, 7, 1)  ->  (9, 7, rank 1, item 30, score 0.75)

    `position` stands for the user (see int_advised_users): with the item it makes one narrow key, by which
    votes are added up in half the time of three columns. Weights are added up as whole numbers of 1e-12, which
    gives the same score in any order. Only what reaches the last place is put in order.
#}
{% macro recommended_from_votes(votes) %}
count_votes as (
    select
        {{ number_in('position', 'item_index') }} as vote_key,
        cast(sum(cast(round(weight * 1000000000000) as bigint)) as double) / 1000000000000 as score,
    from {{ votes }}
    group by {{ number_in('position', 'item_index') }}
),

leave_out_rated_items as (
    select
        cast({{ whole_quotient('count_votes.vote_key', 4294967296) }} as integer) as position,
        {{ number_within('count_votes.vote_key') }} as item_index,
        count_votes.score,
    from count_votes
    left join rated_items on {{ number_in('rated_items.position', 'rated_items.item_index') }} = count_votes.vote_key
    where rated_items.item_index is null
),

find_last_places as (
    select
        position,
        {{ nth_largest('score', 20) }} as last_score,
    from leave_out_rated_items
    group by position
),

rank_candidates as (
    select
        users.recipe_key,
        users.user_index,
        leave_out_rated_items.item_index,
        leave_out_rated_items.score,
        row_number() over (
            partition by leave_out_rated_items.position
            order by leave_out_rated_items.score desc, popular_items.popularity_rank
        ) as rank,
    from leave_out_rated_items
    inner join find_last_places
        on
            find_last_places.position = leave_out_rated_items.position
            and find_last_places.last_score <= leave_out_rated_items.score
    inner join users on users.position = leave_out_rated_items.position
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('users.recipe_key', 'leave_out_rated_items.item_index') }}
),

recommend_best as (
    select
        recipe_key,
        user_index,
        cast(rank as integer) as rank,
        item_index,
        score,
    from rank_candidates
    where rank <= 20
)
{%- endmacro %}
