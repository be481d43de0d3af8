{#
    Makes the raw tables on Spark: views over the files that `python -m ingest export-raw` has written into the folder of
    the environment variable CORATE_RAW, which is one of this machine, or one that all of a cluster sees (s3a://…). Their
    properties are the versions of what was landed. Runs at the start of every dbt command.
#}
{% macro spark_show_raw_tables() %}
    {% if target.name == 'spark-connect' and not env_var('SPARK_REMOTE', '') %}
        {% do exceptions.raise_compiler_error(
            'SPARK_REMOTE does not say which cluster: set it to sc://HOST:PORT, or take --target spark'
        ) %}
    {% endif %}
    {% set folder = env_var('CORATE_RAW', 'raw').rstrip('/') %}
    {% set versions = {} %}
    {% for row in run_query(
        'select table_name, dataset_id, version from parquet.`' ~ folder ~ '/row_versions.parquet`'
    ).rows %}
        {% do versions.setdefault(row['table_name'], []).append(
            corate.text_literal('corate.of.' ~ row['dataset_id']) ~ ' = '
            ~ corate.text_literal(tojson([row['version'], row['version'], none, none]))
        ) %}
    {% endfor %}
    {% do run_query('create schema if not exists raw') %}
    {# to look into each file takes longer than all the rest #}
    {% set state = local_md5(folder ~ tojson(versions, sort_keys=true) ~ run_query(
        'select version from parquet.`' ~ folder ~ '/schema_version.parquet`'
    ).rows[0][0]) %}
    {% if adapter.get_relation(none, 'raw', 'state') and corate.spark_notes('raw.state').code == state %}
        {{ return(none) }}
    {% endif %}
    {% for source in graph.sources.values() if source.package_name == 'corate' and source.schema == 'raw' %}
        {% set noted = versions.get(source.identifier) %}
        {% do run_query(
            'create or replace view ' ~ source.relation_name
            ~ (' tblproperties (' ~ noted | join(', ') ~ ')' if noted else '')
            ~ ' as select * from parquet.`' ~ folder ~ '/' ~ source.identifier ~ '.parquet`'
        ) %}
    {% endfor %}
    {% do run_query("create or replace view raw.state tblproperties ('corate.code' = '" ~ state ~ "') as select 1 as is_shown") %}
{% endmacro %}
