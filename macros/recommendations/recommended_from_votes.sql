{#
    CTEs that end with `recommend_best`: votes for items added up by user, items that the user has
    rated left out, and the 20 best kept. Equal scores go to the more popular item, then to the
    first id.

        votes           a CTE with recipe_key, user_index, item_index, weight (from 0 to 1)
        train_ratings   a CTE with recipe_key, user_index, item_index
        popular_items   a CTE with recipe_key, item_index, popularity_rank

        votes = (1, 7, 30, 0.5), (1, 7, 30, 0.25)  ->  (1, 7, rank 1, item 30, score 0.75)

    Weights are added up as whole numbers of 1e-12, which gives the same score in any order.
#}
{% macro recommended_from_votes(votes, train_ratings, popular_items) %}
count_votes as (
    select
        recipe_key,
        user_index,
        item_index,
        cast(sum(cast(round(weight * 1000000000000) as bigint)) as double) / 1000000000000 as score,
    from {{ votes }}
    group by
        recipe_key,
        user_index,
        item_index
),

leave_out_rated_items as (
    select
        count_votes.recipe_key,
        count_votes.user_index,
        count_votes.item_index,
        count_votes.score,
    from count_votes
    left join {{ train_ratings }}
        on
            {{ train_ratings }}.recipe_key = count_votes.recipe_key
            and {{ train_ratings }}.user_index = count_votes.user_index
            and {{ train_ratings }}.item_index = count_votes.item_index
    where {{ train_ratings }}.item_index is null
),

rank_candidates as (
    select
        leave_out_rated_items.recipe_key,
        leave_out_rated_items.user_index,
        leave_out_rated_items.item_index,
        leave_out_rated_items.score,
        row_number() over (
            partition by leave_out_rated_items.recipe_key, leave_out_rated_items.user_index
            order by leave_out_rated_items.score desc, {{ popular_items }}.popularity_rank
        ) as rank,
    from leave_out_rated_items
    inner join {{ popular_items }}
        on
            {{ number_in(popular_items ~ '.recipe_key', popular_items ~ '.item_index') }}
            = {{ number_in('leave_out_rated_items.recipe_key', 'leave_out_rated_items.item_index') }}
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
