-- The twenty people, genres and topics (`kind`) that most of the films have, as Wikidata says.
with unite_values as (
    select
        'person' as kind,
        person_id as value_id,
        person_label as label,
        imdb_id
    from catalog.movie_credits
    union all
    select
        'genre' as kind,
        genre_id as value_id,
        genre_label as label,
        imdb_id
    from catalog.movie_genres
    union all
    select
        'topic' as kind,
        topic_id as value_id,
        topic_label as label,
        imdb_id
    from catalog.movie_topics
),

count_films as (
    select
        kind,
        value_id,
        label,
        count(distinct imdb_id) as films,
        -- some have one name
        count(*) over (partition by kind, label) as namesakes
    from unite_values
    where label is not null
    group by
        kind,
        value_id,
        label
)

select
    kind,
    case when namesakes > 1 then label || ' (' || value_id || ')' else label end as name,
    films
from count_films
qualify row_number() over (partition by kind order by films desc, label asc, value_id asc) <= 20
order by
    kind asc,
    films desc,
    label asc,
    value_id asc
