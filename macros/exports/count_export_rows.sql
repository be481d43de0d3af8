{#
    Adds the number of rows of its query to each file.

        [{'path': 'all.txt', 'query': 'select …'}]  ->  [{'path': 'all.txt', 'query': 'select …', 'rows': 597}]
#}
{% macro count_export_rows(files) %}
    {% set counts = [] %}
    {% for file in files %}
        {% do counts.append(
            'select ' ~ loop.index0 ~ ' as place, count(*) as row_count from (' ~ file.query ~ ') as file_rows'
        ) %}
    {% endfor %}
    {% for count in corate.rows_as_dicts(counts | join(' union all ')) %}
        {% do files[count.place].update({'rows': count.row_count}) %}
    {% endfor %}
{% endmacro %}
