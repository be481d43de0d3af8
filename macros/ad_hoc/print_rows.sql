{#
    Prints the rows of a query as a table.

        print_rows("select 'Heat' as title, 5 as rating")
          ->  | title | rating |
              | ----- | ------ |
              | Heat  |      5 |
#}
{% macro print_rows(query) %}
    {% do run_query(query).print_table(max_rows=1000, max_columns=20, max_column_width=50, max_precision=6) %}
{% endmacro %}
