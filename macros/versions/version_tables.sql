{#
    The notes by which a build knows what need not be made again (docs/decisions/0026), in the schema `versions`:

        nodes       what there is: node, the relation that it makes, its kind, the kind of its partitions ('' where it has none), by which of them
                    it is made, a hash of its code, which is NULL until its turn came once, a hash of that code and of
                    the versions of its parents when nothing more of it was due (settled_at: where these are as they
                    were, nothing is), and the version of all of its partitions together
        reads       node, parent, and by what it reads it (see due_partitions): the arrows of dbt's graph
        partitions  what there is of a node: its partition ('' for what is made as a whole), a hash of what it was made
                    from, its version, which is what readers depend on, and the partition of another kind that it
                    belongs to (a recipe: its dataset)
        project     a hash of the project's files and the variables, as of the last dbt command
        published   what was published (catalog.builds)

    and two views: `due`, what is to be made anew (due_partitions), and `content`, the version of all there is together.
#}
{% macro version_table(name) -%}
    {{ api.Relation.create(database=target.database or none, schema='versions', identifier=name) }}
{%- endmacro %}

{% macro create_version_tables() %}
    {% do adapter.create_schema(api.Relation.create(database=target.database, schema='versions')) %}
    {# notes of another form tell nothing: then all is due #}
    {% set form = run_query(
        "select count(*), count(case when column_name = 'settled_at' then 1 end) from information_schema.columns"
        ~ " where table_catalog = current_database() and table_schema = 'versions' and table_name = 'nodes'"
    ).rows[0] %}
    {% if form[0] and not form[1] %}
        {% for name in ['nodes', 'partitions'] %}
            {% do run_query('drop table ' ~ corate.version_table(name)) %}
        {% endfor %}
    {% endif %}
    {% do run_query(
        'create table if not exists ' ~ corate.version_table('nodes')
        ~ ' (node varchar, relation varchar, kind varchar, partition_kind varchar, made_by varchar, code varchar,'
        ~ ' settled_at varchar, version varchar)'
    ) %}
    {% do run_query('create table if not exists ' ~ corate.version_table('project') ~ ' (code varchar)') %}
    {% do run_query(
        'create table if not exists ' ~ corate.version_table('published')
        ~ ' (build_number integer, made_at timestamp, code_version varchar, content_version varchar, is_tested boolean,'
        ~ ' corate_version varchar)'
    ) %}
    {# releases before 0.1.0 did not note it #}
    {% do run_query('alter table ' ~ corate.version_table('published') ~ ' add column if not exists corate_version varchar') %}
    {% do run_query('create table if not exists ' ~ corate.version_table('reads') ~ ' (node varchar, parent varchar, read_by varchar)') %}
    {% do run_query(
        'create table if not exists ' ~ corate.version_table('partitions')
        ~ ' (node varchar, partition varchar, made_from varchar, version varchar, belongs_to varchar)'
    ) %}
{% endmacro %}
