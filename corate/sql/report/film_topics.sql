-- What most of the films are about, as Wikidata says.
select
    -- some have one name
    case
        when count(*) over (partition by topic_label) > 1 then topic_label || ' (' || topic_id || ')'
        else topic_label
    end as name,
    count(distinct imdb_id) as films
from catalog.movie_topics
where topic_label is not null
group by
    topic_id,
    topic_label
order by
    films desc,
    name asc
limit 20
