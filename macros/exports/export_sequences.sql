{#
    Format `sequences`: plain text for sequential recommenders, indexes from 1, spaces between.

        train.txt, valid.txt, test.txt   user history… target     a line of benchmarks.sequences
        all.txt                          user items…              a row of benchmarks.user_histories

    A recipe without a split has no targets to hold out, and so only all.txt.
#}
{% macro export_sequences(benchmark) %}
    {% set recipe_id = dbt.string_literal(benchmark.recipe_id) %}
    {% set files = [] %}
    {% for split in benchmark.splits if split.split != 'all' %}
        {% set lines %}
            select user_index || ' ' || {{ joined_text('history') }} || ' ' || target_item_index as line
            from {{ ref('benchmarks__sequences') }}
            where recipe_id = {{ recipe_id }} and split = '{{ split.split }}'
        {% endset %}
        {% do files.append({
            'path': split.split ~ '.txt',
            'kind': 'lines',
            'query': lines,
            'order_by': 'user_index, position',
            'holds': 'a line per ' ~ split.split ~ ' target: user, history, target',
        }) %}
    {% endfor %}
    {% set histories %}
        select user_index || ' ' || {{ joined_text('item_indexes') }} as line
        from {{ ref('benchmarks__user_histories') }}
        where recipe_id = {{ recipe_id }}
    {% endset %}
    {% do files.append({
        'path': 'all.txt',
        'kind': 'lines',
        'query': histories,
        'order_by': 'user_index',
        'holds': 'a line per user: user, all items in time order, those of valid and test too',
    }) %}
    {{ return({'files': files + corate.export_maps(benchmark, 'table', 'tsv'), 'readme_header': ''}) }}
{% endmacro %}
