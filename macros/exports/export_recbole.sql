{#
    Format `recbole`: RecBole's atomic files, in a folder that bears the name of the dataset, as
    RecBole asks for it (data_path: the export, dataset: the recipe).

        <recipe_id>/<recipe_id>.train.inter (.valid, .test; without a split: <recipe_id>.inter)
            user_id:token  item_id:token  rating:float  timestamp:float     in time order
        <recipe_id>/<recipe_id>.item
            item_id:token  title:token_seq  release_year:token

    Tokens are our indexes: RecBole would read a raw id such as NA as missing. A column that holds
    nothing in the whole benchmark is left out, since RecBole fills gaps with averages; the release
    year is a token and no float for the same reason. Times are Unix seconds.
#}
{% macro export_recbole(benchmark) %}
    {% set recipe_id = dbt.string_literal(benchmark.recipe_id) %}
    {% set name = benchmark.recipe_id ~ '/' ~ benchmark.recipe_id %}
    {% set known = corate.rows_as_dicts(
        'select count(rating) as ratings, count(rated_at) as times from ' ~ ref('benchmarks__interactions')
        ~ ' where recipe_id = ' ~ recipe_id
    ) | first %}
    {% do known.update(corate.rows_as_dicts(
        'select count(title) as titles, count(release_year) as release_years from ('
        ~ corate.exported_items(benchmark) ~ ') as exported_items'
    ) | first) %}

    {% set files = [] %}
    {% for split in benchmark.splits %}
        {% set events %}
            select
                user_index as {{ adapter.quote('user_id:token') }},
                item_index as {{ adapter.quote('item_id:token') }},
                {% if known.ratings > 0 %}
                rating as {{ adapter.quote('rating:float') }},
                {% endif %}
                {% if known.times > 0 %}
                {{ unix_seconds_text('rated_at') }} as {{ adapter.quote('timestamp:float') }},
                {% endif %}
            from {{ ref('benchmarks__interactions') }}
            where recipe_id = {{ recipe_id }} and split = '{{ split.split }}'
        {% endset %}
        {% do files.append({
            'path': name ~ ('' if split.split == 'all' else '.' ~ split.split) ~ '.inter',
            'kind': 'table',
            'query': events,
            'order_by': 'rated_at, source_row',
            'holds': 'the interactions of split ' ~ split.split ~ ', in time order',
        }) %}
    {% endfor %}

    {% set items %}
        select
            item_index as {{ adapter.quote('item_id:token') }},
            {% if known.titles > 0 %}
            -- a tab or a line break would end the field for readers that know no quotes
            translate(title, chr(9) || chr(10) || chr(13), '   ') as {{ adapter.quote('title:token_seq') }},
            {% endif %}
            {% if known.release_years > 0 %}
            release_year as {{ adapter.quote('release_year:token') }},
            {% endif %}
        from ({{ corate.exported_items(benchmark) }}) as exported_items
    {% endset %}
    {% do files.append({
        'path': name ~ '.item',
        'kind': 'table',
        'query': items,
        'order_by': 'item_index',
        'holds': 'each item, with title and release year where known',
    }) %}
    {{ return({'files': files + corate.export_maps(benchmark, 'table', 'tsv'), 'readme_header': ''}) }}
{% endmacro %}
