{#
    Notes which nodes there are, what each reads, and the versions of what was landed: the first thing that every dbt
    command does. What is not there any more loses its notes. The code of what is stays known as long as no file of the
    project has changed; then whoever had no turn since is due, and nothing is public before.
#}
{% macro note_graph() %}
    {% if execute %}
        {% do adapter.dispatch('note_graph', 'corate')() %}
    {% endif %}
{% endmacro %}

{# Notes lie with what they are of (spark_notes): there is nothing but the raw tables to be shown, and their versions. #}
{% macro spark__note_graph() %}
    {% if env_var('CORATE_RECIPES', '') %}
        {% do exceptions.raise_compiler_error('CORATE_RECIPES is for DuckDB: unset it, and Spark makes all recipes') %}
    {% endif %}
    {% do corate.spark_show_raw_tables() %}
    {% do run_query('create schema if not exists versions') %}
    {% do run_query(
        'create table if not exists ' ~ corate.version_table('published')
        ~ ' (build_number integer, made_at timestamp, code_version string, content_version string, is_tested boolean,'
        ~ ' corate_version string) using parquet'
    ) %}
    {# releases before 0.1.0 did not note it #}
    {% if 'corate_version' not in run_query('show columns in ' ~ corate.version_table('published')).columns[0].values() %}
        {% do run_query('alter table ' ~ corate.version_table('published') ~ ' add columns (corate_version string)') %}
    {% endif %}
{% endmacro %}

{% macro duckdb__note_graph() %}
    {% do corate.create_version_tables() %}
    {% set variables = corate.text_literal(tojson(invocation_args_dict.get('vars', {}), sort_keys=true)) %}
    {% set code = run_query(
        'select project_code_hash(' ~ variables ~ ', ' ~ corate.text_literal(target.database) ~ ')'
    ).rows[0][0] %}
    {% set known = run_query('select max(code) from ' ~ corate.version_table('project')).rows[0][0] %}
    {% if known and known != code %}
        {% do log('models, settings or variables are others than before: what they change is made anew, and the rest stays', info=true) %}
    {% endif %}
    {% set nodes = [] %}
    {% set reads = [] %}
    {% set sources = [] %}
    {% for node in graph.nodes.values() if corate.has_notes(node) %}
        {% set kind = 'view' if node.config.materialized == 'view' else node.resource_type %}
        {% set relation = '' if kind == 'test' else node.schema ~ '.' ~ node.alias %}
        {% do nodes.append((node.unique_id, relation, kind, corate.partition_kind(node), corate.made_by(node))) %}
        {% for parent in node.depends_on.nodes | unique if corate.has_notes(corate.node_of(parent)) %}
            {% do reads.append((node.unique_id, parent, corate.read_by(node, corate.node_of(parent)))) %}
        {% endfor %}
    {% endfor %}
    {% for source in graph.sources.values() if corate.has_notes(source) %}
        {% set kind = corate.partition_kind(source) %}
        {% do nodes.append((source.unique_id, '', 'source', kind, kind)) %}
        {% do sources.append((source.unique_id, source.identifier)) %}
    {% endfor %}
    {% do run_query(
        'begin;'
        ~ ' create or replace table ' ~ corate.version_table('nodes') ~ ' as'
        ~ ' select listed.node, listed.relation, listed.kind, listed.partition_kind, listed.made_by, '
        ~ ('known.code' if code == known else 'cast(null as varchar) as code')
        ~ ', known.settled_at, known.version'
        ~ ' from (' ~ corate.rows_of(nodes, 5) ~ ') as listed (node, relation, kind, partition_kind, made_by)'
        ~ ' left join ' ~ corate.version_table('nodes') ~ ' as known on known.node = listed.node;'
        ~ ' create or replace table ' ~ corate.version_table('reads') ~ ' as'
        ~ ' select * from (' ~ corate.rows_of(reads, 3) ~ ') as listed (node, parent, read_by);'
        ~ ' delete from ' ~ corate.version_table('partitions') ~ ' where node not in'
        ~ " (select node from " ~ corate.version_table('nodes') ~ " where kind <> 'source');"
        ~ ' insert into ' ~ corate.version_table('partitions')
        ~ ' select listed.node, row_versions.dataset_id, row_versions.version, row_versions.version, null'
        ~ ' from (' ~ corate.rows_of(sources, 2) ~ ') as listed (node, table_name)'
        ~ ' inner join raw.row_versions on row_versions.table_name = listed.table_name;'
        ~ corate.note_whole("kind = 'source'")
        ~ ' create or replace table ' ~ corate.version_table('project') ~ ' as select ' ~ corate.text_literal(code) ~ ' as code;'
        ~ ' commit;'
    ) %}
    {# after what is made of something else, what somebody has dropped #}
    {% do run_query(
        'create or replace view ' ~ corate.version_table('due') ~ ' as ' ~ corate.due_partitions('true')
        ~ " union all select node, '', null, null, false, false from " ~ corate.version_table('nodes')
        ~ " where relation <> '' and relation not in (select table_schema || '.' || table_name"
        ~ ' from information_schema.tables where table_catalog = current_database())'
    ) %}
    {% do run_query(
        'create or replace view ' ~ corate.version_table('content') ~ ' as'
        ~ " select md5(string_agg(node || '=' || version, '|' order by node)) as version from "
        ~ corate.version_table('nodes') ~ " where kind in ('model', 'view')"
    ) %}
{% endmacro %}

{# A node of the graph by its name. #}
{% macro node_of(unique_id) %}
    {{ return(graph.nodes.get(unique_id) or graph.sources[unique_id]) }}
{% endmacro %}

{#
    Whether there are notes of a node: of all that is here, and of models of a project that has this one as a package, if
    they are made as those here are. What else is there is made anew as dbt does it.
#}
{% macro has_notes(node) %}
    {% if node.package_name == 'corate' %}
        {{ return(node.resource_type in ('seed', 'model', 'test', 'source')) }}
    {% endif %}
    {{ return(
        node.resource_type == 'model' and node.config.materialized in ('partitioned', 'counted', 'blocked', 'fixpoint')
    ) }}
{% endmacro %}

{# Rows of texts as SQL, with so many columns. #}
{% macro rows_of(rows, width) %}
    {% if not rows %}
        {{ return('select ' ~ (['null'] * width) | join(', ') ~ ' where false') }}
    {% endif %}
    {% set written = [] %}
    {% for row in rows %}
        {% do written.append("('" ~ row | join("', '") ~ "')") %}
    {% endfor %}
    {{ return('values ' ~ written | join(', ')) }}
{% endmacro %}

{# What the rows of a node are told apart by: recipe, dataset, ...; '' where all are made together. #}
{% macro partition_kind(node) %}
    {{ return(corate.partition_column(node).keys() | first | default('')) }}
{% endmacro %}

{# The kind of a node's partitions, and the column or number that says which a row belongs to; {} for none. #}
{% macro partition_column(node) %}
    {% set config = node.config %}
    {{ return(config.get('partition_by') or (config.get('meta') or {}).get('partition_by') or {}) }}
{% endmacro %}

{# By which partitions a node is made. A test looks at those by which the model that it tests is made. #}
{% macro made_by(node) %}
    {% set tested = node.attached_node if node.resource_type == 'test' else none %}
    {% if tested %}
        {{ return(corate.made_by(graph.nodes.get(tested) or graph.sources[tested])) }}
    {% endif %}
    {% if node.resource_type == 'seed' or node.config.get('versions') == 'rows' %}
        {{ return('') }}
    {% endif %}
    {{ return(corate.partition_kind(node)) }}
{% endmacro %}
