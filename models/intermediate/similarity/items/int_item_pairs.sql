{{ config(
    materialized='blocked',
    blocks='int_item_blocks',
    weighed_by='pairs',
    pre_hook='{{ dense_grouping(22) }}',
    post_hook='{{ usual_grouping() }}',
) }}
-- depends_on: {{ ref('int_item_blocks') }}

-- All pairs of items with enough in common.
{{ similarity_pairs(
    ref('int_item_sets'),
    ref('int_item_entries'),
    ref('int_item_lists'),
    ref('int_item_blocks'),
    bitmaps=ref('int_item_bitmaps'),
) }}
