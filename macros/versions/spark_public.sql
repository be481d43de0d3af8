{#
    Where readers find a node on Spark: a public table in the schema that dbt_project.yml names, and what the views among
    them read in `behind_views`. dbt itself makes public tables in a schema beside it (generate_schema_name).
#}
{% macro spark_public_relation(node) %}
    {% set schema = (node.config.schema if 'marts' in node.fqn) or 'behind_views' %}
    {{ return(api.Relation.create(schema=schema, identifier=node.alias, type='view')) }}
{% endmacro %}

{#
    Shows readers a node as it is made now, and what it reads before it; returns what it shows them there. Each view is
    replaced in one statement. Where it shows that already, nothing is done.
#}
{% macro spark_publish_node(node, done) %}
    {% set public = corate.spark_public_relation(node) %}
    {% if node.unique_id in done %}
        {{ return(public) }}
    {% endif %}
    {% do done.update({node.unique_id: none}) %}
    {% set made = api.Relation.create(schema=node.schema, identifier=node.alias) %}
    {% set described = run_query('describe extended ' ~ made).rows %}
    {% set columns = [] %}
    {% set shown = namespace(code=none, is_column=true) %}
    {% for row in described %}
        {% set shown.is_column = shown.is_column and row['col_name'] not in ['', none] %}
        {% if shown.is_column %}
            {% do columns.append(row['col_name']) %}
        {% elif row['col_name'] == 'View Text' %}
            {% set shown.code = row['data_type'] %}
        {% endif %}
    {% endfor %}
    {% set notes = corate.spark_notes(made) %}
    {% if not notes.rows %}
        {% for name in node.depends_on.nodes if name in graph.nodes %}
            {% set read = graph.nodes[name] %}
            {% set shown.code = shown.code | replace(
                read.relation_name, corate.spark_publish_node(read, done) | string
            ) %}
        {% endfor %}
    {% endif %}
    {% if adapter.get_relation(none, public.schema, public.identifier) is none or corate.spark_notes(public) != notes %}
        {% do corate.spark_show(public, node, columns, shown.code, notes) %}
    {% endif %}
    {{ return(public) }}
{% endmacro %}
