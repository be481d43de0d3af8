{#
    Publishes what is built, as a file for readers, where all of it is of one state: nothing is due, and every data test
    has passed (with the variable publish_untested: or not). Of recipes that are not selected (is_selected), those that
    are due are left out. The last thing that every dbt command does; it says what stands in the way where something
    does.

        publish_build()  ->  public: warehouse.duckdb, build 7 (as before, where nothing has changed)
                             not public yet, since 3 models and data tests are due (int_core, …)
#}
{% macro publish_build(results) %}
    {% if execute and flags.WHICH in ['build', 'run', 'seed', 'test'] %}
        {% do adapter.dispatch('publish_build', 'corate')(results) %}
    {% endif %}
{% endmacro %}

{#
    On Spark, all of one state is what this command has made, or what had no turn in it and is as its own code and what it
    reads say; data tests must have passed in this command. Readers' views are replaced one by one.
#}
{% macro spark__publish_build(results) %}
    {% set done = results | selectattr('status', 'in', ['success', 'pass', 'warn']) | map(attribute='node.unique_id') | list %}
    {% set failed = results | map(attribute='node.unique_id') | reject('in', done) | list %}
    {% set known = {} %}
    {% set due = [] %}
    {# tests of models that this target leaves out are in the graph, too #}
    {% for node in graph.nodes.values() if corate.has_notes(node) and node.config.enabled and node.unique_id not in done %}
        {% if node.resource_type == 'test' %}
            {% do due.append(node.name) if not var('publish_untested') %}
        {% elif node.resource_type == 'model' and not due %}
            {% set notes = corate.spark_notes_of(node, known) %}
            {% do due.append(node.name)
                if node.unique_id in failed or notes is none or corate.spark_due(node, notes.code, notes, known) %}
        {% endif %}
    {% endfor %}
    {% if due %}
        {% do log('not public yet, since models and data tests are due (such as ' ~ due[0] ~ '): dbt build makes all', info=true) %}
        {{ return(none) }}
    {% endif %}
    {% set versions = [] %}
    {% set marts = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | selectattr('package_name', 'equalto', 'corate') %}
    {% set shown = {} %}
    {% set marts_in_order = [] %}
    {% for node in marts if 'marts' in node.fqn %}
        {% do marts_in_order.append(node) %}
    {% endfor %}
    {% for schema in marts_in_order | map(attribute='config.schema') | unique | list + ['behind_views'] %}
        {% do adapter.create_schema(api.Relation.create(schema=schema)) %}
    {% endfor %}
    {% for node in marts_in_order %}
        {% do corate.spark_publish_node(node, shown) %}
        {% do versions.append(node.name ~ '=' ~ corate.spark_whole_version(corate.spark_notes_of(node))) %}
    {% endfor %}
    {% set content = local_md5(versions | sort | join('|')) %}
    {% set published = corate.version_table('published') %}
    {% set last = run_query(
        'select build_number, content_version from ' ~ published ~ ' order by build_number desc limit 1'
    ).rows | first %}
    {% set number = last['build_number'] | int if last else 0 %}
    {% if last and last['content_version'] == content %}
        {% do log('public: build ' ~ number ~ ' as before', info=true) %}
    {% else %}
        {% do run_query(
            'insert into ' ~ published ~ ' select ' ~ (number + 1) ~ ", cast(date_trunc('second', current_timestamp()) as timestamp), '"
            ~ local_md5(content) ~ "', '" ~ content ~ "', " ~ (not var('publish_untested')) ~ ', cast(null as string)'
        ) %}
        {% do log('public: build ' ~ (number + 1), info=true) %}
    {% endif %}
{% endmacro %}

{% macro duckdb__publish_build(results) %}
    {% set due = run_query(
        'select distinct due.node, due.partition, ' ~ corate.narrow_key("coalesce(due.partition, '')")
        ~ ' as partition_key, due.is_gone, nodes.kind, nodes.made_by from '
        ~ corate.version_table('due') ~ ' as due inner join ' ~ corate.version_table('nodes')
        ~ ' as nodes on nodes.node = due.node where not due.has_warned order by all'
    ).rows %}
    {% set nodes = [] %}
    {% set untested = [] %}
    {% set left_out = {} %}
    {% for row in due %}
        {% if row['kind'] == 'test' and var('publish_untested') %}
            {% do untested.append(row['node']) %}
        {% elif row['made_by'] == 'recipe' and row['partition'] and not row['is_gone'] and not corate.is_selected(row['partition']) %}
            {% do left_out.update({row['partition']: row['partition_key'] | int}) %}
        {% else %}
            {% do nodes.append(row['node'].split('.')[2]) %}
        {% endif %}
    {% endfor %}
    {% set nodes = nodes | unique | list %}
    {% do corate.tell_unknown_recipes() %}
    {% if nodes %}
        {% do log(
            'not public yet, since ' ~ nodes | length ~ ' models and data tests are due ('
            ~ nodes[0] ~ (', …' if nodes | length > 1) ~ ')',
            info=true
        ) %}
    {% else %}
        {% if left_out %}
            {% do log(
                'not shown, since CORATE_RECIPES does not select them and they are not as they would be made: '
                ~ (left_out | sort)[:10] | join(', ') ~ (' and ' ~ (left_out | length - 10) ~ ' more' if left_out | length > 10),
                info=true
            ) %}
        {% endif %}
        {% set content = run_query('select version from ' ~ corate.version_table('content')).rows[0][0] %}
        {% set code = local_md5(run_query('select max(code) from ' ~ corate.version_table('project')).rows[0][0]) %}
        {% set place = run_query(
            "select publish_build('" ~ content ~ "', '" ~ code ~ "', " ~ (not untested) ~ ", '" ~ tojson(left_out) ~ "')"
        ).rows[0][0] %}
        {% do log('public: ' ~ place, info=true) if place %}
    {% endif %}
{% endmacro %}
