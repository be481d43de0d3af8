-- The lists by the methods that are made here where a protocol compares them on a sample: of what a user may choose
-- from, the items that the method says anything of, the best first.
with sampled_items as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from {{ ref('int_sampled_items') }}
),

list_lengths as (
    select distinct
        recipe_key,
        longest
    from {{ ref('int_list_lengths') }}
),

ordered_items as (
    select
        recipe_key,
        method,
        item_index,
        score
    from {{ ref('int_item_orders') }}
),

voted_items as (
    select
        recipe_key,
        method,
        user_index,
        item_index,
        {{ score_of_votes('votes', 'votes_rest') }} as score
    from {{ ref('int_recommendation_candidates') }}
),

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

score_items as (
    select
        sampled.recipe_key,
        ordered_items.method,
        sampled.split,
        sampled.user_index,
        sampled.item_index,
        ordered_items.score
    from sampled_items as sampled
    inner join ordered_items
        on
            {{ number_in('ordered_items.recipe_key', 'ordered_items.item_index') }}
            = {{ number_in('sampled.recipe_key', 'sampled.item_index') }}
    union all
    select
        sampled.recipe_key,
        voted_items.method,
        sampled.split,
        sampled.user_index,
        sampled.item_index,
        voted_items.score
    from sampled_items as sampled
    inner join voted_items
        on
            {{ number_in('voted_items.recipe_key', 'voted_items.user_index') }}
            = {{ number_in('sampled.recipe_key', 'sampled.user_index') }}
            and voted_items.item_index = sampled.item_index
),

rank_items as (
    select
        scored.recipe_key,
        scored.method,
        scored.split,
        scored.user_index,
        scored.item_index,
        scored.score,
        row_number() over (
            partition by scored.method, scored.split, {{ number_in('scored.recipe_key', 'scored.user_index') }}
            order by scored.score desc, popular_items.popularity_rank asc
        ) as rank
    from score_items as scored
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('scored.recipe_key', 'scored.item_index') }}
),

int_sampled_recommendations as (
    select
        rank_items.recipe_key,
        rank_items.method,
        rank_items.split,
        rank_items.user_index,
        cast(rank_items.rank as integer) as rank,
        rank_items.item_index,
        rank_items.score
    from rank_items
    inner join list_lengths on list_lengths.recipe_key = rank_items.recipe_key
    where rank_items.rank <= list_lengths.longest
)

select * from int_sampled_recommendations
