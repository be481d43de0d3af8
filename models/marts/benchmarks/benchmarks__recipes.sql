{{ config(partition_by={}) }}

with benchmarks__recipes as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        duplicate_policy,
        min_rating,
        min_rating_is_user_mean,
        rated_from,
        rated_before,
        listed_users,
        listed_items,
        max_user_interactions,
        max_item_interactions,
        first_interactions,
        last_interactions,
        repeats_in_row,
        core_users,
        core_items,
        core_scope,
        core_rounds,
        split,
        valid_fraction,
        test_fraction,
        valid_starts_at,
        test_starts_at,
        held_out_events,
        folds,
        fold,
        window_days,
        step_days,
        session_minutes,
        seed,
        cold,
        max_history,
        min_train_length,
        min_co_raters,
        neighbors,
        user_neighbors,
        negatives,
        is_landed,
        problem
    from {{ ref('int_asked_recipes') }}
)

select * from benchmarks__recipes
