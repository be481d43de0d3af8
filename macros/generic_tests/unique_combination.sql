{#
    A data test: every combination of values of these columns occurs once, and none of the columns
    is NULL (but those of `may_be_null`, where NULL is a value like any other). It groups the whole
    table: for tens of millions of rows, see unique_within and totals_match.

        - unique_combination:
            arguments:
              columns: [recipe_id, user_index]
          ->  one row per combination that occurs more than once or has a NULL, with its number of rows
#}
{% test unique_combination(model, columns, may_be_null=[]) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns if column not in may_be_null %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
