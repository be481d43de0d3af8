{{ config(materialized='view') }}

-- What is added up over the ratings that two items (users) have in common. Ratings are whole numbers of steps, so that
-- every sum is exact in any order. Pairs without common ratings are left out.
with compared_pairs as (
    select
        set_number_a,
        set_number_b
    from {{ ref('int_compared_pairs') }}
),

larger_entries as (
    select
        set_number,
        list_key,
        {{ exact_number('value') }} as value
    from {{ ref('int_compared_entries') }}
    where value is not null
),

smaller_entries as (
    select
        compared_pairs.set_number_a,
        compared_pairs.set_number_b,
        entries.list_key,
        {{ exact_number('entries.value') }} as value
    from {{ ref('int_compared_entries') }} as entries
    inner join compared_pairs on compared_pairs.set_number_b = entries.set_number
    where entries.value is not null
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

int_value_sums_in_sql as (
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

select * from int_value_sums_in_sql
