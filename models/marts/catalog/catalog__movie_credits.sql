with items as (
    select
        imdb_id,
        wikidata_id
    from {{ ref('int_wikidata_items') }}
    where is_chosen
),

claims as (
    select
        imdb_id,
        wikidata_id,
        property_id,
        value_id
    from {{ ref('int_wikidata_claims') }}
    where kind = 'cast'
),

labels as (
    select
        entity_id,
        entity_label
    from {{ ref('int_wikidata_labels') }}
),

catalog__movie_credits as (
    select
        items.imdb_id,
        items.wikidata_id,
        movie_labels.entity_label as movie_label,
        claims.value_id as person_id,
        person_labels.entity_label as person_label,
        claims.property_id as role_id,
        role_labels.entity_label as role_label
    from items
    inner join claims
        on
            claims.imdb_id = items.imdb_id
            and claims.wikidata_id = items.wikidata_id
    inner join labels as movie_labels on movie_labels.entity_id = items.wikidata_id
    inner join labels as person_labels on person_labels.entity_id = claims.value_id
    inner join labels as role_labels on role_labels.entity_id = claims.property_id
)

select * from catalog__movie_credits
