{{ config(materialized='counted', counted_by='add_up_values', partition_by={'recipe': 'set_number_a'}) }}

-- What is added up over the ratings that two items (users) have in common, of which at least one is a neighbour of the
-- other. Ratings are whole numbers of steps, so that every sum is exact in any order. Pairs without common ratings are
-- left out.
with nearest as (
    select
        set_number,
        neighbor_number
    from {{ ref('int_nearest_neighbors') }}
),

entries as (
    select
        collection,
        set_number,
        list_key,
        value
    from {{ ref('int_compared_features') }}
    where value is not null
),

pairs as (
    select distinct
        least(set_number, neighbor_number) as set_number_a,
        greatest(set_number, neighbor_number) as set_number_b
    from nearest
),

larger_entries as (
    select
        set_number,
        list_key,
        {{ exact_number('value') }} as value
    from entries
),

smaller_entries as (
    select
        pairs.set_number_a,
        pairs.set_number_b,
        entries.list_key,
        {{ exact_number('entries.value') }} as value
    from entries
    inner join pairs on pairs.set_number_b = entries.set_number
),

meet_values as (
    select
        smaller_entries.set_number_a,
        smaller_entries.set_number_b,
        larger_entries.value as value_a,
        smaller_entries.value as value_b
    from smaller_entries
    inner join larger_entries
        on
            larger_entries.set_number = smaller_entries.set_number_a
            and larger_entries.list_key = smaller_entries.list_key
),

int_value_sums as (
    select
        set_number_a,
        set_number_b,
        count(*) as common_values,
        sum(value_a) as total_a,
        sum(value_b) as total_b,
        sum(value_a * value_a) as squares_a,
        sum(value_b * value_b) as squares_b,
        sum(value_a * value_b) as products,
        sum(abs(value_a - value_b)) as differences
    from meet_values
    group by
        set_number_a,
        set_number_b
)

select * from int_value_sums
