-- The users that each of the items has in common.
{{ similarity_lists(ref('int_user_entries')) }}
