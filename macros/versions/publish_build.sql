{#
    Publishes what is built, as a file for readers, where all of it is of one state: nothing is due, and every data test
    has passed (with the variable publish_untested: or not). The last thing that every dbt command does; it says what
    stands in the way where something does.

        publish_build()  ->  public: warehouse.duckdb, build 7 (as before, where nothing has changed)
                             not public yet, since 3 models and data tests are due (int_core, …)
#}
{% macro publish_build() %}
    {% if execute and flags.WHICH in ['build', 'run', 'seed', 'test'] %}
        {% set due = run_query(
            'select distinct due.node, nodes.kind from ' ~ corate.version_table('due') ~ ' as due inner join '
            ~ corate.version_table('nodes') ~ ' as nodes on nodes.node = due.node where not due.has_warned order by all'
        ).rows %}
        {% set waited_for = due | rejectattr('kind', 'equalto', 'test') | list if var('publish_untested') else due %}
        {% if waited_for %}
            {% do log(
                'not public yet, since ' ~ waited_for | length ~ ' models and data tests are due ('
                ~ waited_for[0]['node'].split('.')[2] ~ (', …' if waited_for | length > 1) ~ ')',
                info=true
            ) %}
        {% else %}
            {% set content = run_query('select version from ' ~ corate.version_table('content')).rows[0][0] %}
            {% set code = local_md5(run_query('select max(code) from ' ~ corate.version_table('project')).rows[0][0]) %}
            {% set is_tested = 'false' if due else 'true' %}
            {% set place = run_query(
                "select publish_build('" ~ content ~ "', '" ~ code ~ "', " ~ is_tested ~ ')'
            ).rows[0][0] %}
            {% do log('public: ' ~ place, info=true) if place %}
        {% endif %}
    {% endif %}
{% endmacro %}
