-- The best items by every method, for each list: more than the public table shows, since metrics look as far. By
-- methods that ask nobody who they are, they are the first items in an order for all; by the others that are made here,
-- those with most votes; what is chosen from a sample, and what was landed, is ranked already.
{% set block = 64 %}

with parts as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommended_parts') }}
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

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

ordered_items as (
    select
        recipe_key,
        method,
        item_index,
        score,
        place
    from {{ ref('int_item_orders') }}
),

list_lengths as (
    select distinct
        recipe_key,
        is_sampled,
        longest
    from {{ ref('int_list_lengths') }}
),

voted_items as (
    select
        recipe_key,
        method,
        user_index,
        item_index,
        votes,
        votes_rest
    from {{ ref('int_recommendation_candidates') }}
),

sampled_recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index,
        score
    from {{ ref('int_sampled_recommendations') }}
),

landed_predictions as (
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index,
        score
    from {{ ref('int_landed_predictions') }}
    where left_out_as is null
),

count_rated_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from rated_items
    group by
        recipe_key,
        user_index
),

count_valid_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from valid_items
    group by
        recipe_key,
        user_index
),

count_ordered_items as (
    select
        recipe_key,
        method,
        count(*) as items
    from ordered_items
    group by
        recipe_key,
        method
),

-- Of the first n + k items, a user with n rated items, those of valid included, has at least k left. They are named
-- rather than compared with: a range makes an engine look at all items of a recipe for each of its users. And they are
-- named by blocks, of which there are few: whichever side an engine makes its hash table of, it is not large.
ordered_blocks as (
    select
        recipe_key,
        method,
        {{ whole_quotient('(place - 1)', block) }} + 1 as block,
        {{ ordered_list('place', 'place') }} as places,
        {{ ordered_list('item_index', 'place') }} as item_indexes,
        {{ ordered_list('score', 'place') }} as scores
    from ordered_items
    group by
        recipe_key,
        method,
        {{ whole_quotient('(place - 1)', block) }} + 1
),

list_ends as (
    select
        rated.recipe_key,
        rated.user_index,
        ordered.method,
        rated.items + coalesce(count_valid_items.items, 0) + list_lengths.longest as last_place,
        ordered.items as ordered_items
    from count_rated_items as rated
    inner join list_lengths
        on
            list_lengths.recipe_key = rated.recipe_key
            and not list_lengths.is_sampled
    inner join count_ordered_items as ordered on ordered.recipe_key = rated.recipe_key
    left join count_valid_items
        on
            {{ number_in('count_valid_items.recipe_key', 'count_valid_items.user_index') }}
            = {{ number_in('rated.recipe_key', 'rated.user_index') }}
),

list_blocks as (
    select
        recipe_key,
        user_index,
        method,
        last_place,
        {{ unnest_positions(whole_quotient('(least(last_place, ordered_items) - 1)', block) ~ ' + 1') }} as block
    from list_ends
),

list_places as (
    select
        list_blocks.recipe_key,
        list_blocks.user_index,
        list_blocks.method,
        list_blocks.last_place,
        {{ unnest_lists({
            'place': 'ordered_blocks.places',
            'item_index': 'ordered_blocks.item_indexes',
            'score': 'ordered_blocks.scores',
        }) }}
    from list_blocks
    inner join ordered_blocks
        on
            {{ number_in('ordered_blocks.recipe_key', 'ordered_blocks.block') }}
            = {{ number_in('list_blocks.recipe_key', 'list_blocks.block') }}
            and ordered_blocks.method = list_blocks.method
),

leave_out_rated_items as (
    select
        places.recipe_key,
        places.method,
        places.user_index,
        places.item_index,
        places.score
    from list_places as places
    left join rated_items
        on
            {{ number_in('rated_items.recipe_key', 'rated_items.user_index') }}
            = {{ number_in('places.recipe_key', 'places.user_index') }}
            and rated_items.item_index = places.item_index
    where
        places.place <= places.last_place
        and rated_items.item_index is null
),

score_items as (
    select
        recipe_key,
        method,
        user_index,
        item_index,
        {{ score_of_votes('votes', 'votes_rest') }} as score
    from voted_items
    union all
    select
        recipe_key,
        method,
        user_index,
        item_index,
        score
    from leave_out_rated_items
),

-- Equal scores go to the more popular item, then to the first id: no two items have a place in common, and with `rows`
-- no engine looks whether they do.
rank_items as (
    select
        scored.recipe_key,
        scored.method,
        scored.user_index,
        scored.item_index,
        scored.score,
        valid_items.item_index is not null as is_met_in_valid,
        row_number() over best_first as place,
        sum(case when valid_items.item_index is not null then 1 else 0 end) over best_first as met_so_far
    from score_items as scored
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('scored.recipe_key', 'scored.item_index') }}
    left join valid_items
        on
            {{ number_in('valid_items.recipe_key', 'valid_items.user_index') }}
            = {{ number_in('scored.recipe_key', 'scored.user_index') }}
            and valid_items.item_index = scored.item_index
    window best_first as (
        partition by scored.method, {{ number_in('scored.recipe_key', 'scored.user_index') }}
        order by scored.score desc, popular_items.popularity_rank asc
        rows unbounded preceding
    )
),

rank_for_parts as (
    select
        rank_items.*,
        parts.split,
        list_lengths.longest,
        rank_items.place - case when parts.leaves_out_valid then rank_items.met_so_far else 0 end as rank
    from rank_items
    inner join parts on parts.recipe_key = rank_items.recipe_key
    inner join list_lengths
        on
            list_lengths.recipe_key = rank_items.recipe_key
            and not list_lengths.is_sampled
    where not (parts.leaves_out_valid and rank_items.is_met_in_valid)
),

int_recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        cast(rank as integer) as rank,
        item_index,
        score
    from rank_for_parts
    where rank <= longest
    union all
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index,
        score
    from sampled_recommendations
    union all
    select
        landed.recipe_key,
        landed.method,
        landed.split,
        landed.user_index,
        landed.rank,
        landed.item_index,
        landed.score
    from landed_predictions as landed
    inner join list_lengths on list_lengths.recipe_key = landed.recipe_key
    where landed.rank <= list_lengths.longest
)

select * from int_recommendations
