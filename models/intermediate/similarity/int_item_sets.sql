-- Items as sets of users, the largest set first.
{{ similarity_sets(ref('int_item_features'), ref('int_item_collections')) }}
