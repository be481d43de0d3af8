{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}, belongs_to='dataset_id') }}

-- Recipes that can be made, and what they are made by; nothing that says which line asked for them.
with asked_recipes as (
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
        -- whoever must be in train to be in valid or test is in a core of all in train, also where none is asked for
        case when core_scope = 'none' and cold = 'drop' and split <> 'none' then 'train' else core_scope end
            as core_scope,
        core_scope <> 'none' as has_core,
        core_users,
        core_items,
        core_rounds,
        split,
        valid_fraction,
        test_fraction,
        valid_starts_at,
        test_starts_at,
        held_out_events,
        folds,
        fold,
        session_minutes,
        seed,
        cold,
        has_given_valid,
        max_history,
        min_train_length,
        min_co_raters,
        neighbors,
        user_neighbors,
        negatives
    from {{ ref('int_asked_recipes') }}
    where problem is null
),

int_recipes as (
    select
        *,
        {{ narrow_key('recipe_id') }} as recipe_key,
        {{ narrow_key('dataset_id') }} as dataset_key,
        -- a fraction of 0 asks for no such part
        case
            when split = 'none' then {{ list_of(["'all'"]) }}
            when
                split in ('k_fold', 'sliding_windows')
                or (split = 'given' and (fold is not null or not has_given_valid))
                or (split in ('fixed_time', 'new_users') and valid_starts_at is null)
                then {{ list_of(["'train'", "'test'"]) }}
            when valid_fraction = 0 and test_fraction = 0 then {{ list_of(["'train'"]) }}
            when valid_fraction = 0 then {{ list_of(["'train'", "'test'"]) }}
            when test_fraction = 0 then {{ list_of(["'train'", "'valid'"]) }}
            else {{ list_of(["'train'", "'valid'", "'test'"]) }}
        end as parts
    from asked_recipes
)

select * from int_recipes
