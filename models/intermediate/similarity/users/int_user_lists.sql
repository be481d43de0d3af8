-- The users that each of the items has in common, as far as bitmaps do not say it.
{{ similarity_lists(ref('int_user_entries'), stripes=ref('int_user_stripes')) }}
