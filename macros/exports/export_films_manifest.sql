{#
    What manifest.json of an export of Wikidata's tables says. Nothing in it depends on the time of
    the export. `ingest/folders.py` reads `made_by`.

        export_films_manifest(films, layout)
          ->  {'made_by': 'corate export', 'format': 'wikidata', 'dataset_id': none, 'films': 9345, …}
#}
{% macro export_films_manifest(films, layout) %}
    {% set files = [] %}
    {% for file in layout.files %}
        {% do files.append({'path': file.path, 'rows': file.rows, 'holds': file.holds}) %}
    {% endfor %}
    {{ return({
        'made_by': 'corate export',
        'format': 'wikidata',
        'dataset_id': films.dataset_id,
        'films': films.count,
        'source': 'https://www.wikidata.org',
        'licence': 'CC0 1.0',
        'first_answer': films.first_answer,
        'last_answer': films.last_answer,
        'files': files,
    }) }}
{% endmacro %}
