{#
    A data test of a column: within each group its values are 1, 2, 3 and so on, without a gap and
    each once.

        - name: user_index
          data_tests:
            - numbered_from_one:
                arguments:
                  group_by: [recipe_id]
          ->  one row per group that is not numbered so, with its lowest and highest number and rows
#}
{% test numbered_from_one(model, column_name, group_by) %}
select
    {{ group_by | join(', ') }},
    min({{ column_name }}) as lowest,
    max({{ column_name }}) as highest,
    count(*) as row_count
from {{ model }}
group by {{ group_by | join(', ') }}
having
    min({{ column_name }}) <> 1
    or max({{ column_name }}) <> count(*)
    or count(distinct {{ column_name }}) <> count(*)
{% endtest %}
