{#
    The cells of lines of settings that are not written as their column asks for: a query, one row a cell. A blank cell is
    none of them.

        unreadable_cells('protocols', [('neighbors', '^[0-9]{1,9}$', 'a whole number')])
          ->  ('own/protocols.csv', 3, 'neighbors', 'neighbors is ''many'': it must be a whole number')
#}
{% macro unreadable_cells(lines, rules) -%}
    {% for column, pattern, rule in rules %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ rule }}' as problem
    from {{ lines }}
    where {{ corate.regexp_replaced(column, pattern, '') }} <> ''
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
