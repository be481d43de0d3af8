{#
    A file with a line for each film and what it has of one kind as two lists, ids and labels, in the
    order of the numbers in the ids. A film without any has two empty lists.

        export_film_lists(films, 'genre', 'catalog__movie_genres', 'genre', 'genres')  ->  genre_lists.csv
        imdb_id,item,itemLabel,genres,genreLabels
        tt0114709,Q171048,Toy Story,"[""Q157394"",""Q663106""]","[""fantasy film"",""buddy film""]"
#}
{% macro export_film_lists(films, name, model, entity, plural) %}
    {% set order = wikidata_number(entity ~ '_id') %}
    {% set label = 'personLabels' if entity == 'person' else entity ~ 'Labels' %}
    {% set lines %}
        select
            items.imdb_id,
            items.wikidata_id as item,
            items.movie_label as {{ adapter.quote('itemLabel') }},
            {{ json_array('coalesce(film_lists.ids, ' ~ empty_text_list() ~ ')') }} as {{ plural }},
            {{ json_array('coalesce(film_lists.labels, ' ~ empty_text_list() ~ ')') }} as {{ adapter.quote(label) }}
        from {{ ref('catalog__wikidata_items') }} as items
        left join (
            select
                imdb_id,
                {{ ordered_list(entity ~ '_id', order) }} as ids,
                {{ ordered_list(entity ~ '_label', order) }} as labels
            from (
                select distinct
                    imdb_id,
                    {{ entity }}_id,
                    {{ entity }}_label
                from {{ ref(model) }}
            ) as film_entities
            group by imdb_id
        ) as film_lists on film_lists.imdb_id = items.imdb_id
        where items.is_chosen and items.imdb_id in ({{ films.query }})
    {% endset %}
    {{ return({
        'path': name ~ '_lists.csv',
        'kind': 'csv',
        'query': lines,
        'order_by': wikidata_number('item') ~ ', imdb_id',
        'holds': 'each film with its ' ~ plural ~ ': ids and labels, as JSON arrays',
    }) }}
{% endmacro %}
