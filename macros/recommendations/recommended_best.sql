{#
    CTEs that end with `recommend_best`: the best candidates of each user, as many as longest_list says, for each list of the recipe. Equal
    scores go to the more popular item, then to the first id. It reads these CTEs:

        candidates (named by the argument)   recipe_key, user_index, item_index, score, is_met_in_valid,
                                             popularity_rank
        lists                                recipe_key, split, leaves_out_valid

        candidates = (1, 7, 30, 0.75, true, 4), (1, 7, 40, 0.5, false, 2), lists = (1, valid, false), (1, test, true)
          ->  (1, valid, 7, rank 1, item 30, 0.75), (1, valid, 7, rank 2, item 40, 0.5),
              (1, test, 7, rank 1, item 40, 0.5)
#}
{% macro recommended_best(candidates) %}
{% set best_first = 'order by score desc, popularity_rank' %}
rank_candidates as (
    select
        *,
        row_number() over (partition by recipe_key, user_index {{ best_first }}) as place,
        -- among those that the user did not meet in valid, for one that is among them
        row_number() over (partition by recipe_key, user_index, is_met_in_valid {{ best_first }}) as place_of_its_kind
    from {{ candidates }}
),

rank_for_lists as (
    select
        rank_candidates.recipe_key,
        lists.split,
        rank_candidates.user_index,
        case when lists.leaves_out_valid then rank_candidates.place_of_its_kind else rank_candidates.place end as rank,
        rank_candidates.item_index,
        rank_candidates.score
    from rank_candidates
    inner join lists on lists.recipe_key = rank_candidates.recipe_key
    where not (lists.leaves_out_valid and rank_candidates.is_met_in_valid)
),

recommend_best as (
    select
        recipe_key,
        split,
        user_index,
        cast(rank as integer) as rank,
        item_index,
        score
    from rank_for_lists
    where rank <= {{ longest_list() }}
)
{%- endmacro %}
