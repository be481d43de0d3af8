{#
    A data test: the columns' values, taken together, occur in another table. (dbt's own
    `relationships` compares one column.) Rows with a NULL among them are left out.

        - all_found_in:
            arguments:
              columns: [recipe_id, user_index]
              to: ref('benchmarks__users')
          ->  one row per combination of values that the other table lacks
#}
{% test all_found_in(model, columns, to, to_columns=none) %}
{%- set to_columns = to_columns or columns %}
select distinct
    {%- for column in columns %}
    tested_rows.{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ model }} as tested_rows
left join {{ to }} as other_rows
    on
        {%- for column in columns %}
        {{ 'and ' if not loop.first }}other_rows.{{ to_columns[loop.index0] }} = tested_rows.{{ column }}
        {%- endfor %}
where
    other_rows.{{ to_columns[0] }} is null
    {%- for column in columns %}
    and tested_rows.{{ column }} is not null
    {%- endfor %}
{% endtest %}
