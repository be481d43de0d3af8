-- The items in stripes, those of most users first, and which users get a bitmap in each.
{{ similarity_stripes(ref('int_user_entries')) }}
