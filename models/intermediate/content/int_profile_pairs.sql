{{ config(materialized='blocked', blocks='int_profile_blocks', weighed_by='pairs') }}
-- depends_on: {{ ref('int_profile_blocks') }}

-- The pairs of profiles that may be neighbours: all pairs are counted, and each block keeps the best.
with counted_pairs as (
    {{ similarity_pairs(
        ref('int_profile_sets'),
        ref('int_profile_near_entries'),
        ref('int_profile_lists'),
        ref('int_profile_blocks'),
        weighed=true,
        pruned=true,
    ) }}
),

close_pairs as (
    {{ similarity_close_pairs(
        'counted_pairs',
        ref('int_profile_sets'),
        ['jaccard', 'cosine_squared', 'value_cosine_squared'],
    ) }}
)

select * from close_pairs
