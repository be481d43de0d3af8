{#
    README.md of an export: what it is, where it is from, what is in which file.
#}
{% macro export_readme(benchmark, format, layout) %}
    {% set dataset = benchmark.dataset %}
    {% set recipe = benchmark.recipe %}
    {% set text %}
{{- layout.readme_header -}}
# {{ benchmark.recipe_id }}

A benchmark made by Corate, exported as `{{ format }}`.

- dataset: {{ dataset.title or dataset.dataset_id }} (`{{ dataset.dataset_id }}`)
- edition: {{ dataset.edition or 'not stated' }}
- source: {{ dataset.url or 'not stated' }}
- licence: {{ dataset.licence or 'not stated' }}
- citation: {{ dataset.citation or 'not stated' }}
- duplicates: {{ recipe.duplicate_policy }}
- minimum rating: {{ 'none' if recipe.min_rating is none else recipe.min_rating }}
- core: {{ recipe.core_users }} for users, {{ recipe.core_items }} for items, scope {{ recipe.core_scope }}
- split: {{ recipe.split }}
{% if format == 'sequences' and recipe.max_history is not none -%}
- histories: the last {{ recipe.max_history }} items at most (`all.txt` is not cut)
{% endif %}
| split | users | items | interactions | fingerprint |
|---|---|---|---|---|
{% for split in benchmark.splits -%}
{% set figures = [split.split, split.users, split['items'], split.interactions, split.fingerprint or ''] -%}
| {{ figures | join(' | ') }} |
{% endfor %}
| file | rows | holds |
|---|---|---|
{% for file in layout.files -%}
| {{ file.path }} | {{ file.rows }} | {{ file.holds }} |
{% endfor %}
Users and items go by an index from 1; the files `users` and `items` lead back to the raw ids.
{% if format != 'parquet' -%}
In the files with tabs, a value that could be misread (it holds a tab, a line break or a double
quote, or begins with #) stands in double quotes, with double quotes inside doubled. An empty field
means that nothing is known.
{% endif -%}
`manifest.json` says the same for programs. The fingerprint of a split is that of
`benchmarks.fingerprints`: an equal one means equal interactions.
    {% endset %}
    {{ return(text.rstrip() ~ '\n') }}
{% endmacro %}
