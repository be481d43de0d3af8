-- The same user and item again is a duplicate. Which of them stays is the recipe's choice, so both ends
-- are marked here. Events are ordered by time, then by source row: a total order.
--
-- Few events are repeated, so that they are looked for among numbers alone: a pair becomes one number, and
-- numbers that come twice are neighbours when put in order. That takes a third of the time of putting the
-- events themselves in order (docs/decisions/0017).
{% set pair_number = 'user_key % 2147483648 * 2147483648 + item_key % 2147483648' %}

with pairs as (
    select {{ pair_number }} as pair_number
    from {{ ref('int_events') }}
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rated_at,
        {{ pair_number }} as pair_number,
    from {{ ref('int_events') }}
),

compare_with_next as (
    select
        pair_number,
        lead(pair_number) over (order by pair_number) as next_pair_number,
    from pairs
),

repeated_numbers as (
    select pair_number
    from compare_with_next
    where next_pair_number = pair_number
    group by pair_number
),

events_of_repeated_numbers as (
    select
        events.dataset_key,
        events.source_row,
        events.user_key,
        events.item_key,
        events.rated_at,
    from events
    inner join repeated_numbers on repeated_numbers.pair_number = events.pair_number
),

-- pairs of one number need not be the same pair
mark_both_ends as (
    select
        dataset_key,
        source_row,
        row_number() over (
            partition by dataset_key, user_key, item_key
            order by rated_at, source_row
        ) as place,
        count(*) over (partition by dataset_key, user_key, item_key) as events_of_pair,
    from events_of_repeated_numbers
),

int_repeated_events as (
    select
        dataset_key,
        source_row,
        place = 1 as is_first_of_pair,
        place = events_of_pair as is_last_of_pair,
    from mark_both_ends
    where events_of_pair > 1
)

select * from int_repeated_events
