-- The items most alike, by Jaccard.
{{ similarity_nearest(ref('int_item_pairs'), ref('int_item_sets')) }}
