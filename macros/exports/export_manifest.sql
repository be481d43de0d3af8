{#
    What manifest.json says, so that an export can be traced. Nothing in it depends on the time of
    the export: the same benchmark gives the same bytes. `ingest/folders.py` reads `made_by`.

        export_manifest(benchmark, 'recbole', layout)
          ->  {'made_by': 'corate export', 'format': 'recbole', 'recipe': {…}, 'dataset': {…}, …}
#}
{% macro export_manifest(benchmark, format, layout) %}
    {% set files = [] %}
    {% for file in layout.files %}
        {% do files.append({'path': file.path, 'rows': file.rows, 'holds': file.holds}) %}
    {% endfor %}
    {{ return({
        'made_by': 'corate export',
        'format': format,
        'recipe': benchmark.recipe,
        'dataset': benchmark.dataset,
        'splits': benchmark.splits,
        'files': files,
    }) }}
{% endmacro %}
