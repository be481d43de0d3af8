-- The items that each of the users has in common, as far as bitmaps do not say it.
{{ similarity_lists(ref('int_item_entries'), stripes=ref('int_item_stripes')) }}
