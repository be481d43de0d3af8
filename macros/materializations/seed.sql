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
    On Spark: a view over rows, as of models (spark_write). dbt's own rows of the file, which it reads as CSV; what is no
    CSV is an error here.
#}
{% materialization seed, adapter='spark' %}
    {{ run_hooks(pre_hooks) }}
    {% set lines = load_agate_table() %}
    {% do store_result('agate_table', response='OK', agate_table=lines) %}
    {% do corate.spark_load_seed(lines) %}
    {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmaterialization %}

{% macro spark_load_seed(lines) %}
    {% set written = [] %}
    {% for row in lines.rows %}
        {% set cells = [corate.text_literal(model.original_file_path), 'cast(' ~ (loop.index + 1) ~ ' as integer)'] %}
        {% for name in model.config.column_types %}
            {% set cell = (row[name] | string | trim) if row[name] is not none else '' %}
            {% do cells.append(corate.text_literal(cell) if cell else 'cast(null as string)') %}
        {% endfor %}
        {% do written.append('(' ~ cells | join(', ') ~ ')') %}
    {% endfor %}
    {# a list of no rows is an error in SQL: a row without a file stands for a seed without lines #}
    {% set no_line = ['cast(null as string)', 'cast(null as integer)']
        + ['cast(null as string)'] * (model.config.column_types | length) %}
    {% do written.append('(' ~ no_line | join(', ') ~ ')') %}
    {% set query %}
        select * from values {{ written | join(', ') }}
        as line (file_name, line_number, {{ model.config.column_types | join(', ') }})
        where file_name is not null
    {% endset %}
    {% set code = local_md5(query) %}
    {% set existing = load_cached_relation(this) %}
    {% set own = corate.spark_notes(existing) if existing else {'rows': none, 'of': {}} %}
    {% if own.of.get('', {}).made_from == code %}
        {{ return(corate.nothing_due()) }}
    {% endif %}
    {% do corate.spark_write(query, {
        'code': code, 'made_by': '', 'own': own, 'due': [corate.spark_due_row('', code, none)]
    }) %}
{% endmacro %}

{#
    Loads the seeds that are not there yet, as on a fresh database, so that `dbt run` needs no `dbt seed` before it. Runs
    at the start of every dbt command.
#}
{% macro load_missing_seeds() %}
    {% if execute %}
        {% do adapter.dispatch('load_missing_seeds', 'corate')() %}
    {% endif %}
{% endmacro %}

{# dbt reads a seed's file in its turn alone #}
{% macro spark__load_missing_seeds() %}
{% endmacro %}

{% macro duckdb__load_missing_seeds() %}
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
{% endmacro %}
