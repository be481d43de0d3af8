{#
    What several checks of settings have found, as one query; the checks are relations with the same columns.

        union_of_checks(['find_unusable_ids', 'find_repeated_ids'])
#}
{% macro union_of_checks(checks) -%}
    {% for check in checks %}
    select
        file_name,
        line_number,
        column_name,
        problem
    from {{ check }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
