-- Which items' pairs are counted together.
{{ similarity_blocks(
    ref('int_item_sets'),
    ref('int_item_entries'),
    var('pairs_per_block'),
    lists=ref('int_item_lists'),
    bitmaps=ref('int_item_bitmaps'),
) }}
