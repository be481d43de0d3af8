{#
    Prints the first rows that each failed data test found, so that a wrong line of a seed is
    named on the screen and not only counted. Runs at the end of every dbt command.

        log_failing_rows(results)
          ->  own/protocols.csv line 3: core_users is '-3': …
              every_pair_has_two_ends: dataset_key=1734298, total_1=7, other_total_1=8
#}
{% macro log_failing_rows(results) %}
    {% if execute %}
        {% for result in results
            if result.node.resource_type == 'test'
            and result.status in ('fail', 'warn')
            and result.node.compiled_code %}
            {# people mend all lines at once #}
            {% set most = 50 if result.node.name.endswith('s_are_valid') else 5 %}
            {% set found = run_query('select * from (' ~ result.node.compiled_code ~ ') as failing_rows limit ' ~ most) %}
            {% if result.failures and result.failures > most %}
                {% do log('    ' ~ result.node.name ~ ': the first ' ~ most ~ ' of ' ~ result.failures ~ ' rows:', info=true) %}
            {% endif %}
            {% for row in found.rows %}
                {% if 'line_number' in found.column_names %}
                    {% do log('    ' ~ row['file_name'] ~ ' line ' ~ row['line_number'] ~ ': ' ~ row['problem'], info=true) %}
                {% else %}
                    {% set cells = [] %}
                    {% for column in found.column_names %}
                        {% do cells.append(column ~ '=' ~ row[column]) %}
                    {% endfor %}
                    {% do log('    ' ~ result.node.name ~ ': ' ~ cells | join(', '), info=true) %}
                {% endif %}
            {% endfor %}
        {% endfor %}
    {% endif %}
{% endmacro %}
