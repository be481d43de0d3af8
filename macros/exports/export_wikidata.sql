{#
    Format `wikidata`: what Wikidata knows of films, as CSV; of the films of one dataset, or of all
    that were found.

        cast.csv   item,itemLabel,person,personLabel,role,roleLabel
        genre.csv  item,itemLabel,genre,genreLabel
        topic.csv  item,itemLabel,topic,topicLabel
        cast_lists.csv, genre_lists.csv, topic_lists.csv: a line a film, its lists as JSON arrays

    Rows are in the order of the numbers in the ids.
#}
{% macro export_wikidata(films) %}
    {% set item_number = wikidata_number('item') %}
    {% set files = [] %}

    {% set people %}
        select *
        from (
            select distinct
                credits.wikidata_id as item,
                credits.movie_label as {{ adapter.quote('itemLabel') }},
                credits.person_id as person,
                credits.person_label as {{ adapter.quote('personLabel') }},
                credits.role_id as {{ adapter.quote('role') }},
                credits.role_label as {{ adapter.quote('roleLabel') }}
            from {{ ref('catalog__movie_credits') }} as credits
            where credits.imdb_id in ({{ films.query }})
        ) as people
    {% endset %}
    {% do files.append({
        'path': 'cast.csv',
        'kind': 'csv',
        'query': people,
        'order_by': item_number ~ ', ' ~ wikidata_number('person') ~ ', ' ~ wikidata_number(adapter.quote('role')),
        'holds': 'each film, person and role',
    }) %}

    {% for name in ['genre', 'topic'] %}
        {% set values %}
        select *
        from (
            select distinct
                film_values.wikidata_id as item,
                film_values.movie_label as {{ adapter.quote('itemLabel') }},
                film_values.{{ name }}_id as {{ name }},
                film_values.{{ name }}_label as {{ adapter.quote(name ~ 'Label') }}
            from {{ ref('catalog__movie_' ~ name ~ 's') }} as film_values
            where film_values.imdb_id in ({{ films.query }})
        ) as film_values
        {% endset %}
        {% do files.append({
            'path': name ~ '.csv',
            'kind': 'csv',
            'query': values,
            'order_by': item_number ~ ', ' ~ wikidata_number(name),
            'holds': 'each film and ' ~ name,
        }) %}
    {% endfor %}

    {% do files.append(corate.export_film_lists(films, 'cast', 'catalog__movie_credits', 'person', 'people')) %}
    {% do files.append(corate.export_film_lists(films, 'genre', 'catalog__movie_genres', 'genre', 'genres')) %}
    {% do files.append(corate.export_film_lists(films, 'topic', 'catalog__movie_topics', 'topic', 'topics')) %}
    {{ return({'files': files}) }}
{% endmacro %}
