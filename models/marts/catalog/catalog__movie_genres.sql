with catalog__movie_genres as (
    select
        imdb_id,
        wikidata_id,
        item_label as movie_label,
        value_id as genre_id,
        value_label as genre_label
    from {{ ref('int_wikidata_statements') }}
    where
        is_chosen
        and kind = 'genre'
)

select * from catalog__movie_genres
