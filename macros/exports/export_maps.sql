{#
    The two files that lead from the indexes back to the raw ids, with what is known of each item.

        export_maps(benchmark, 'table', 'tsv')  ->  [{'path': 'users.tsv', …}, {'path': 'items.tsv', …}]
#}
{% macro export_maps(benchmark, kind, suffix) %}
    {% set users %}
        select user_index, user_id, interactions
        from {{ ref('benchmarks__users') }}
        where recipe_id = {{ dbt.string_literal(benchmark.recipe_id) }}
    {% endset %}
    {{ return([
        {
            'path': 'users.' ~ suffix,
            'kind': kind,
            'query': users,
            'order_by': 'user_index',
            'holds': 'each user: index, raw id, number of interactions',
        },
        {
            'path': 'items.' ~ suffix,
            'kind': kind,
            'query': corate.exported_items(benchmark),
            'order_by': 'item_index',
            'holds': 'each item: index, raw id, number of interactions; title, release year, IMDb id where known',
        },
    ]) }}
{% endmacro %}
