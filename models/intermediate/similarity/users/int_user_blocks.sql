-- Which users' pairs are counted together.
{{ similarity_blocks(
    ref('int_user_sets'),
    ref('int_user_entries'),
    var('pairs_per_block'),
    lists=ref('int_user_lists'),
    bitmaps=ref('int_user_bitmaps'),
) }}
