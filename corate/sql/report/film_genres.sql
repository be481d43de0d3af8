-- The genres that most of the films have, as Wikidata says.
select
    genre_label as name,
    count(distinct imdb_id) as films
from catalog.movie_genres
where genre_label is not null
group by
    genre_id,
    genre_label
order by
    films desc,
    name asc
limit 20
