{#
    Writes a folder of files for other tools: a benchmark, or what Wikidata knows of films.
    docs/guides/exports.md shows the files.

        dbt run-operation export --args '{recipe_id: sample-films-time-core4, format: recbole}'
        dbt run-operation export --args '{format: wikidata, dataset_id: sample-films}'

    recipe_id:  a recipe of benchmarks.recipes whose dataset is landed and built
    format:     sequences, recbole or parquet; or wikidata, without a recipe
    dataset_id: with wikidata: only films of this dataset; default: all that were found
    to:         the folder, relative to the project's root; default: exports/<recipe_id>/<format>, and
                exports/<dataset_id>/wikidata (exports/all-films/wikidata)
    overwrite:  true replaces an earlier export in that folder as a whole; default: false

    The folder is written whole or not at all, and the same tables give the same bytes.
#}
{% macro export(recipe_id=none, format=none, to=none, overwrite=false, dataset_id=none) %}
    {% set formats = {
        'sequences': corate.export_sequences,
        'recbole': corate.export_recbole,
        'parquet': corate.export_parquet,
    } %}
    {% if overwrite is not boolean %}
        {% do exceptions.raise_compiler_error('overwrite is true or false, not "' ~ overwrite ~ '"') %}
    {% elif format == 'wikidata' and recipe_id %}
        {% do exceptions.raise_compiler_error(
            'format wikidata is not of a recipe: leave recipe_id out; dataset_id names a dataset'
        ) %}
    {% elif format != 'wikidata' and (not recipe_id or not format) %}
        {% do exceptions.raise_compiler_error(
            'export needs recipe_id and format: dbt run-operation export --args '
            ~ "'{recipe_id: sample-films-core5, format: sequences}'"
        ) %}
    {% elif format != 'wikidata' and format not in formats %}
        {% do exceptions.raise_compiler_error(
            "there is no format '" ~ format ~ "': take one of " ~ formats.keys() | join(', ') ~ ', wikidata'
        ) %}
    {% elif format != 'wikidata' and dataset_id %}
        {% do exceptions.raise_compiler_error(
            'dataset_id goes with format wikidata only: a recipe has its dataset'
        ) %}
    {% endif %}

    {% if format == 'wikidata' %}
        {% set subject = (dataset_id or 'all-films') | string %}
        {% set films = corate.export_films(dataset_id) %}
        {% set layout = corate.export_wikidata(films) %}
    {% else %}
        {% set subject = recipe_id | string %}
        {% set benchmark = corate.export_benchmark(recipe_id) %}
        {% set layout = formats[format](benchmark) %}
    {% endif %}
    {% do corate.count_export_rows(layout.files) %}
    {% if format == 'wikidata' %}
        {% set readme = corate.export_films_readme(films, layout) %}
        {% set manifest = corate.export_films_manifest(films, layout) %}
    {% else %}
        {% set readme = corate.export_readme(benchmark, format, layout) %}
        {% set manifest = corate.export_manifest(benchmark, format, layout) %}
    {% endif %}

    {% set folder = (to or 'exports/' ~ subject ~ '/' ~ format) | string %}
    {% do corate.write_folder(
        folder, layout.files, {'README.md': readme}, {'manifest.json': manifest}, overwrite
    ) %}

    {% do log('exported ' ~ subject ~ ' as ' ~ format ~ ' to ' ~ folder, info=true) %}
    {% set width = layout.files | map(attribute='path') | map('length') | max %}
    {% for file in layout.files %}
        {% do log('    ' ~ file.path.ljust(width) ~ '{:>13,} rows'.format(file.rows), info=true) %}
    {% endfor %}
{% endmacro %}
