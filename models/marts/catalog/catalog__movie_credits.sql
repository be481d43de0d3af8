with catalog__movie_credits as (
    select
        imdb_id,
        wikidata_id,
        item_label as movie_label,
        value_id as person_id,
        value_label as person_label,
        property_id as role_id,
        property_label as role_label
    from {{ ref('int_wikidata_statements') }}
    where
        is_chosen
        and kind = 'cast'
)

select * from catalog__movie_credits
