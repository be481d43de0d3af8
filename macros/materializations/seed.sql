{#
    dbt's own `seed`, but that ingest/setting_files.py reads the file: as editors and spreadsheets save it, and without
    the lines that cannot be read, which raw.unread_settings names. The table has the columns that the seed's YAML gives
    types to, behind the file and the line of each row.
#}
{% materialization seed, adapter='duckdb' %}
    {# that of a project that has this one as a package is its own affair #}
    {% if model.package_name != 'corate' %}
        {{ return(dbt.materialization_seed_default()) }}
    {% endif %}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') %}
        {{ corate.load_seed(model) }}
    {% endcall %}
    {# which dbt shows with --show #}
    {% do store_result('agate_table', response='OK', agate_table=load_result('main').table) %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{# SQL that makes the table of a seed anew. #}
{% macro load_seed(seed) %}
    {% set kinds = {'line_number': 'integer'} %}
    {% do kinds.update(seed.config.column_types) %}
    create or replace table {{ seed.relation_name }} as
    select '{{ seed.original_file_path }}' as file_name, unnest(line)
    from (
        select unnest(from_json(
            setting_lines('{{ seed.original_file_path }}'),
            '{{ tojson([kinds]) }}'
        )) as line
    )
{% endmacro %}

{#
    Loads the seeds that are not there yet, as on a fresh database, so that `dbt run` needs no `dbt seed` before it. Runs
    at the start of every dbt command.
#}
{% macro load_missing_seeds() %}
    {% if execute %}
        {% set there = run_query(
            "select table_schema || '.' || table_name as name from information_schema.tables"
            ~ ' where table_catalog = current_database()'
        ).columns['name'].values() %}
        {% for seed in graph.nodes.values()
            if seed.resource_type == 'seed'
            and seed.package_name == 'corate'
            and seed.schema ~ '.' ~ seed.alias not in there %}
            {% do adapter.create_schema(api.Relation.create(database=seed.database, schema=seed.schema)) %}
            {% do run_query(corate.load_seed(seed)) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
