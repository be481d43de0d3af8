{#
    What the export of Wikidata's tables needs to know of the films, or one error that says what is
    missing.

        export_films('sample-films')  ->  {
            'dataset_id': 'sample-films',      none: all films that were found
            'query': 'select …',               their IMDb ids
            'count': 148,
            'first_answer': '2026-11-21 00:00:00', 'last_answer': …    times (UTC)
        }
#}
{% macro export_films(dataset_id) %}
    {% for model in ['catalog__wikidata_items', 'catalog__movie_topics', 'catalog__wikidata_coverage'] %}
        {% if not load_relation(ref(model)) %}
            {% do exceptions.raise_compiler_error(
                'there is no table ' ~ ref(model).schema ~ '.' ~ ref(model).identifier
                ~ ' to export from: run `dbt build` first'
            ) %}
        {% endif %}
    {% endfor %}

    {% set query = 'select imdb_id from ' ~ ref('catalog__wikidata_items') ~ ' where is_chosen' %}
    {% if dataset_id is not none %}
        {% set known = corate.rows_as_dicts(
            'select dataset_id from ' ~ ref('catalog__wikidata_coverage') ~ ' order by dataset_id'
        ) | map(attribute='dataset_id') | list %}
        {% if dataset_id | string not in known %}
            {% do exceptions.raise_compiler_error(
                "there is no landed dataset '" ~ dataset_id ~ "' with IMDb ids. There are: "
                ~ (known | join(', ') or 'none')
            ) %}
        {% endif %}
        {% set query = query ~ ' and imdb_id in (select imdb_id from ' ~ ref('catalog__items')
            ~ ' where dataset_id = ' ~ dbt.string_literal(dataset_id | string) ~ ')' %}
    {% endif %}

    {% set found = corate.rows_as_dicts(
        'select count(*) as film_count, cast(min(answered_at) as ' ~ dbt.type_string() ~ ') as first_answer, '
        ~ 'cast(max(answered_at) as ' ~ dbt.type_string() ~ ') as last_answer from '
        ~ ref('catalog__wikidata_items') ~ ' where is_chosen and imdb_id in (' ~ query ~ ')'
    ) | first %}
    {% if found.film_count == 0 %}
        {% do exceptions.raise_compiler_error(
            'none of the films was found in Wikidata yet: run `python -m ingest wikidata` and `dbt build`'
        ) %}
    {% endif %}
    {{ return({
        'dataset_id': dataset_id,
        'query': query,
        'count': found.film_count,
        'first_answer': found.first_answer,
        'last_answer': found.last_answer,
    }) }}
{% endmacro %}
