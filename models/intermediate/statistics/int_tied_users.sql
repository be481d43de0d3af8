-- Users whose first event in a part has the same time as their last event before it: nothing but
-- the row in the file says which of the two was the future. 0 for a global time split.
with user_histories as (
    select
        recipe_id,
        rated_at_times,
        interactions,
        interactions - test_interactions as interactions_before_test,
        interactions - test_interactions - valid_interactions as interactions_before_valid,
        valid_interactions,
        test_interactions
    from {{ ref('int_user_histories') }}
),

list_boundaries as (
    select
        recipe_id,
        'valid' as split,
        rated_at_times,
        interactions_before_valid as position
    from user_histories
    where valid_interactions > 0
    union all
    select
        recipe_id,
        'test' as split,
        rated_at_times,
        interactions_before_test as position
    from user_histories
    where test_interactions > 0
),

int_tied_users as (
    select
        recipe_id,
        split,
        sum(case
            when
                position > 0
                -- two events without a time are tied, too
                and {{ list_element('rated_at_times', 'position') }}
                is not distinct from {{ list_element('rated_at_times', 'position + 1') }}
                then 1
            else 0
        end) as tied_users
    from list_boundaries
    group by
        recipe_id,
        split
)

select * from int_tied_users
