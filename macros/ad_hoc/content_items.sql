{#
    What similarity.content_neighbors compares, with a name for people, as a query: films with title and
    year where a landed dataset has them, models by their id.

        content_items('movies')  ->  item_id, title, name, place: tt0113277, Heat, Heat (1995), 12
#}
{% macro content_items(collection) %}
    {{ return(
        'select items.item_id, coalesce(movies.title, items.item_id) as title, '
        ~ "coalesce(movies.title || coalesce(' (' || movies.release_year || ')', ''), items.item_id) as name, "
        ~ 'items.place from ' ~ ref('int_content_items') ~ ' as items left join ' ~ ref('catalog__movies')
        ~ " as movies on items.collection = 'movies' and movies.imdb_id = items.item_id "
        ~ 'where items.collection = ' ~ corate.text_literal(collection)
    ) }}
{% endmacro %}
