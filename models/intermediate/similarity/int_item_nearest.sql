-- The items most alike, by Jaccard.
with candidates as (
    {{ similarity_candidates(ref('int_item_pairs'), ref('int_item_sets'), ['jaccard'], ['shared']) }}
),

int_item_nearest as (
    {{ similarity_nearest('candidates', ref('int_item_sets'), 'jaccard') }}
)

select * from int_item_nearest
