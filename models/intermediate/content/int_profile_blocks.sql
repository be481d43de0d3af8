-- Which profiles' pairs are counted together.
{{ similarity_blocks(ref('int_profile_sets'), ref('int_profile_entries'), var('pairs_per_block')) }}
