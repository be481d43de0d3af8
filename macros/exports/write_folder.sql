{#
    Writes a folder, whole or not at all. An engine needs its own way of writing the result of a
    query to one file in the order that the query states.

    folder:    relative to the project's root, or absolute
    files:     [{'path': 'train.txt', 'kind': 'lines', 'query': 'select …', 'order_by': 'user_index'}]
               kinds: lines   the one column as it is, a line per row
                      table   columns with tabs between and a header, quoted where they must be
                      csv     the same with commas
                      parquet
    texts:     {'README.md': '…'}
    documents: {'manifest.json': {…}}, written as JSON
    overwrite: whether an earlier export in that folder is replaced
#}
{% macro write_folder(folder, files, texts, documents, overwrite) %}
    {{ return(adapter.dispatch('write_folder', 'corate')(folder, files, texts, documents, overwrite)) }}
{% endmacro %}

{% macro default__write_folder(folder, files, texts, documents, overwrite) %}
    {{ corate.no_version_for_engine('write_folder') }}
{% endmacro %}

{% macro duckdb__write_folder(folder, files, texts, documents, overwrite) %}
    {% set options = {
        'lines': "format csv, header false, delimiter '', quote '', escape ''",
        'table': "format csv, header true, delimiter '\\t', quote '\"', escape '\"', nullstr ''",
        'csv': "format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr ''",
        'parquet': 'format parquet, compression zstd',
    } %}
    {% set queries = [] %}
    {% for file in files %}
        {% do queries.append({
            'path': file.path,
            'query': file.query ~ ' order by ' ~ file.order_by,
            'options': options[file.kind],
        }) %}
    {% endfor %}
    {% do adapter.store_relation(
        'export_plugin', none, [], folder, 'folder',
        {'queries': queries, 'texts': texts, 'documents': documents, 'overwrite': overwrite}
    ) %}
{% endmacro %}
