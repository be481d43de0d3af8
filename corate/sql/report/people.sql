-- Who is in most of the films that are landed.
select
    person_label as name,
    count(distinct imdb_id) as films
from catalog.movie_credits
where person_label is not null
group by
    person_id,
    person_label
order by
    films desc,
    name asc
limit 20
