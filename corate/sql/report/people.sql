-- Who is in most of the films that are landed.
select
    -- some have one name
    case
        when count(*) over (partition by person_label) > 1 then person_label || ' (' || person_id || ')'
        else person_label
    end as name,
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
