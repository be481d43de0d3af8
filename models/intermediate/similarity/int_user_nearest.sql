-- The users most alike, by Jaccard.
{{ similarity_nearest(ref('int_user_candidates'), ref('int_user_sets'), 'jaccard') }}
