-- The features of each profile, with whether it is one of the first that others with it would have.
{{ similarity_near_entries(ref('int_profile_entries'), ref('int_profile_sets')) }}
