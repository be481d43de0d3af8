{#
    Publishes what is built, as a file for readers, where all of it is of one state: nothing is due, and every data test
    has passed (with the variable publish_untested: or not). Of recipes that are not selected (is_selected), those that
    are due are left out. The last thing that every dbt command does; it says what stands in the way where something
    does.

        publish_build()  ->  public: warehouse.duckdb, build 7 (as before, where nothing has changed)
                             not public yet, since 3 models and data tests are due (int_core, …)
#}
{% macro publish_build() %}
    {% if execute and flags.WHICH in ['build', 'run', 'seed', 'test'] %}
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
    {% endif %}
{% endmacro %}
