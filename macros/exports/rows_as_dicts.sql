{#
    The rows of a query as a list of dictionaries of plain values (text, whole numbers, floats,
    booleans, none), which can be written as JSON.

        rows_as_dicts("select 'a' as name, 0.1 as share")  ->  [{'name': 'a', 'share': 0.1}]
#}
{% macro rows_as_dicts(query) %}
    {% set rows = [] %}
    {% set found = run_query(query) %}
    {% for found_row in found.rows %}
        {% set row = {} %}
        {% for column in found.column_names %}
            {% set value = found_row[column] %}
            {% if value is number and value is not boolean %}
                {% set value = value | int if value == value | int else value | float %}
            {% endif %}
            {% do row.update({column: value}) %}
        {% endfor %}
        {% do rows.append(row) %}
    {% endfor %}
    {{ return(rows) }}
{% endmacro %}
