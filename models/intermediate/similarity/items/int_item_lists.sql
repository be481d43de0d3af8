-- The items that each of the users has in common.
{{ similarity_lists(ref('int_item_entries')) }}
