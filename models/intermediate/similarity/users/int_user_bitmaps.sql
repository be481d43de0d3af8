-- The items of each large user as bits.
{{ similarity_bitmaps(ref('int_user_entries'), ref('int_user_stripes')) }}
