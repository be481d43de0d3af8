-- Users as sets of items, the largest set first.
{{ similarity_sets(ref('int_user_features'), ref('int_user_collections')) }}
