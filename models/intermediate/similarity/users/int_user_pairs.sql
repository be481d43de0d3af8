{{ config(
    materialized='blocked',
    blocks='int_user_blocks',
    weighed_by='pairs',
    pre_hook='{{ dense_grouping(22) }}',
    post_hook='{{ usual_grouping() }}',
) }}
-- depends_on: {{ ref('int_user_blocks') }}

-- All pairs of users with enough in common.
{{ similarity_pairs(
    ref('int_user_sets'),
    ref('int_user_entries'),
    ref('int_user_lists'),
    ref('int_user_blocks'),
    bitmaps=ref('int_user_bitmaps'),
) }}
