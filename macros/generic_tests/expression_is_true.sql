{#
    A data test: a condition holds in every row. As in a check constraint of SQL, a condition that
    is NULL counts as met, so that a missing value is the business of not_null.

        - expression_is_true:
            arguments:
              expression: valid_fraction + test_fraction < 1
          ->  every row in which the condition is false
#}
{% test expression_is_true(model, expression, column_name=none) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
