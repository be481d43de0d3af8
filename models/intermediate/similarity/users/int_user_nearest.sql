-- The users most alike, by Jaccard.
{{ similarity_nearest(ref('int_user_pairs'), ref('int_user_sets')) }}
