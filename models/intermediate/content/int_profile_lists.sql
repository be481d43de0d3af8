-- The profiles that each of the features has in common.
{{ similarity_lists(ref('int_profile_near_entries'), weighed=true, pruned=true) }}
