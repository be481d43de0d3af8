-- Which items' pairs are counted together.
{{ similarity_blocks(ref('int_item_entries'), var('pairs_per_block')) }}
