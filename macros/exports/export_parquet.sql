{#
    Format `parquet`: a folder per split, for pandas, Polars, DuckDB and Hugging Face datasets.

        train/interactions.parquet (valid/, test/; without a split: all/)
            user_index, item_index, rating, rated_at     in time order

    The head of README.md tells Hugging Face datasets which files are which split; it would take
    the maps for data otherwise.
#}
{% macro export_parquet(benchmark) %}
    {% set files = [] %}
    {% set data_files = [] %}
    {% for split in benchmark.splits %}
        {% set path = split.split ~ '/interactions.parquet' %}
        {% set events %}
            select user_index, item_index, rating, rated_at
            from {{ ref('benchmarks__interactions') }}
            where recipe_id = {{ dbt.string_literal(benchmark.recipe_id) }} and split = '{{ split.split }}'
        {% endset %}
        {% do files.append({
            'path': path,
            'kind': 'parquet',
            'query': events,
            'order_by': 'rated_at, source_row',
            'holds': 'the interactions of split ' ~ split.split ~ ', in time order',
        }) %}
        {# datasets keeps the name "all" for itself #}
        {% set name = 'train' if split.split == 'all' else split.split %}
        {% do data_files.append('  - split: ' ~ name ~ '\n    path: ' ~ path) %}
    {% endfor %}
    {% set header %}---
configs:
- config_name: interactions
  default: true
  data_files:
{{ data_files | join('\n') }}
- config_name: users
  data_files: users.parquet
- config_name: items
  data_files: items.parquet
---

{% endset %}
    {{ return({'files': files + corate.export_maps(benchmark, 'parquet', 'parquet'), 'readme_header': header}) }}
{% endmacro %}
