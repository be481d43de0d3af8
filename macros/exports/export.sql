{#
    Writes a benchmark as a folder of files for other tools. docs/guides/exports.md shows the files.

        dbt run-operation export --args '{recipe_id: sample-films-time-core4, format: recbole}'

    recipe_id: a recipe of benchmarks.recipes whose dataset is landed and built
    format:    sequences, recbole or parquet
    to:        the folder, relative to the project's root; default: exports/<recipe_id>/<format>
    overwrite: true replaces an earlier export in that folder as a whole; default: false

    The folder is written whole or not at all, and the same benchmark gives the same bytes.
#}
{% macro export(recipe_id=none, format=none, to=none, overwrite=false) %}
    {% set formats = {
        'sequences': corate.export_sequences,
        'recbole': corate.export_recbole,
        'parquet': corate.export_parquet,
    } %}
    {% if not recipe_id or not format %}
        {% do exceptions.raise_compiler_error(
            'export needs recipe_id and format: dbt run-operation export --args '
            ~ "'{recipe_id: sample-films-core5, format: sequences}'"
        ) %}
    {% elif format not in formats %}
        {% do exceptions.raise_compiler_error(
            "there is no format '" ~ format ~ "': take one of " ~ formats.keys() | join(', ')
        ) %}
    {% elif overwrite is not boolean %}
        {% do exceptions.raise_compiler_error('overwrite is true or false, not "' ~ overwrite ~ '"') %}
    {% endif %}

    {% set folder = (to or 'exports/' ~ recipe_id ~ '/' ~ format) | string %}
    {% set benchmark = corate.export_benchmark(recipe_id) %}
    {% set layout = formats[format](benchmark) %}
    {% do corate.count_export_rows(layout.files) %}
    {% do corate.write_folder(
        folder,
        layout.files,
        {'README.md': corate.export_readme(benchmark, format, layout)},
        {'manifest.json': corate.export_manifest(benchmark, format, layout)},
        overwrite,
    ) %}

    {% do log('exported ' ~ recipe_id ~ ' as ' ~ format ~ ' to ' ~ folder, info=true) %}
    {% set width = layout.files | map(attribute='path') | map('length') | max %}
    {% for file in layout.files %}
        {% do log('    ' ~ file.path.ljust(width) ~ '{:>13,} rows'.format(file.rows), info=true) %}
    {% endfor %}
{% endmacro %}
