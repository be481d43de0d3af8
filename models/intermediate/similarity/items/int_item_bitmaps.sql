-- The users of each large item as bits.
{{ similarity_bitmaps(ref('int_item_entries'), ref('int_item_stripes')) }}
