-- Profiles as sets of features, the largest set first.
{{ similarity_sets(ref('int_profile_features'), ref('int_profile_collections'), weighed=true) }}
