{{ config(materialized='view') }}

-- The profiles that may be neighbours: of all pairs, those of which one is among the other's nearest by some measure.
with entries as (
    select
        set_number,
        list_key,
        value
    from {{ ref('int_profile_entries') }}
),

later_entries as (
    select
        set_number,
        list_key,
        value
    from {{ ref('int_profile_entries') }}
),

pairs as (
    select
        entries.set_number as set_number_a,
        later_entries.set_number as set_number_b,
        cast(count(*) as integer) as shared,
        cast(sum(entries.value * later_entries.value) as bigint) as products
    from entries
    inner join later_entries
        on
            later_entries.list_key = entries.list_key
            and later_entries.set_number > entries.set_number
    group by
        entries.set_number,
        later_entries.set_number
),

int_profile_candidates_in_sql as (
    {{ similarity_candidates(
        'pairs',
        ref('int_profile_sets'),
        ['jaccard', 'cosine_squared', 'value_cosine_squared'],
        ['shared', 'products']
    ) }}
)

select * from int_profile_candidates_in_sql
