{{ config(materialized='view') }}

-- The best items of every method, for each list. More than the public table shows: metrics look as far.
with int_recommendations as (
    {% for method in ['popularity', 'item_neighbors', 'item_votes', 'user_neighbors'] %}
    select
        recipe_key,
        '{{ method }}' as method,
        split,
        user_index,
        rank,
        item_index,
        score
    from {{ ref({
        'popularity': 'int_popularity_recommendations',
        'item_neighbors': 'int_item_neighbor_recommendations',
        'item_votes': 'int_item_vote_recommendations',
        'user_neighbors': 'int_user_neighbor_recommendations',
    }[method]) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from int_recommendations
