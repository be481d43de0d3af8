-- The genres that most of the films have, as Wikidata says.
select
    -- some have one name
    case
        when count(*) over (partition by genre_label) > 1 then genre_label || ' (' || genre_id || ')'
        else genre_label
    end as name,
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
