{#
    Publishes what is built, as a file for readers, where all of it is of one state: nothing is due, and every data test
    has passed. The last thing that every dbt command does; it says what stands in the way where something does.

        publish_build()  ->  public since 14:02: warehouse.duckdb
                             not public yet, 3 of 121 models and tests are due: int_core, ...
#}
{% macro publish_build() %}
    {% if execute %}
        {% set due = run_query(
            'select distinct node from ' ~ corate.version_table('due') ~ ' where not has_warned order by node'
        ).columns[0].values() %}
        {% if due %}
            {% do log('not public yet: ' ~ due | length ~ ' models and data tests are due, ' ~ due[0].split('.')[2], info=true) %}
        {% else %}
            {% set version = run_query(
                "select md5(string_agg(node || partition || version, '|' order by node, partition)) from "
                ~ corate.version_table('partitions')
            ).rows[0][0] %}
            {% set known = run_query('select version from ' ~ corate.version_table('published')).rows %}
            {% if not known or known[0][0] != version %}
                {% set place = run_query('select publish_build()').rows[0][0] %}
                {% do run_query(
                    'create or replace table ' ~ corate.version_table('published') ~ " as select '" ~ version ~ "' as version"
                ) %}
                {% do log('public: ' ~ place, info=true) %}
            {% endif %}
        {% endif %}
    {% endif %}
{% endmacro %}
