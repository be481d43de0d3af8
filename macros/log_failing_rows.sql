{#
    Prints the first rows that each failed data test found, so that a wrong line of a seed is
    named on the screen and not only counted. Runs at the end of every dbt command.

        log_failing_rows(results)
          ->  recipes_are_valid: recipe_id=bad-k, column_name=core_users, cell=-3, problem=core_users is '-3': …
#}
{% macro log_failing_rows(results) %}
    {% if execute %}
        {% for result in results
            if result.node.resource_type == 'test'
            and result.status in ('fail', 'warn')
            and result.node.compiled_code %}
            {% set found = run_query('select * from (' ~ result.node.compiled_code ~ ') as failing_rows limit 5') %}
            {% if result.failures and result.failures > 5 %}
                {% do log('    ' ~ result.node.name ~ ': the first 5 of ' ~ result.failures ~ ' rows:', info=true) %}
            {% endif %}
            {% for row in found.rows %}
                {% set cells = [] %}
                {% for column in found.column_names %}
                    {% do cells.append(column ~ '=' ~ row[column]) %}
                {% endfor %}
                {% do log('    ' ~ result.node.name ~ ': ' ~ cells | join(', '), info=true) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
{% endmacro %}
