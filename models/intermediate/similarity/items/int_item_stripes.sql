-- The users in stripes, those of most items first, and which items get a bitmap in each.
{{ similarity_stripes(ref('int_item_entries')) }}
