{#
    What an export needs to know of a recipe, or one error that says what is missing.

        export_benchmark('sample-films-time-core4')  ->  {
            'recipe_id': 'sample-films-time-core4',
            'recipe': {'recipe_id': …, 'core_users': 4, …},    a row of benchmarks.recipes
            'dataset': {'dataset_id': 'sample-films', …},      a row of catalog.datasets
            'splits': [{'split': 'train', 'users': …, 'interactions': …, 'fingerprint': …}, …],
        }
#}
{% macro export_benchmark(recipe_id) %}
    {% for model in [
        'benchmarks__recipes', 'benchmarks__statistics', 'benchmarks__fingerprints', 'benchmarks__users',
        'benchmarks__items', 'benchmarks__interactions', 'benchmarks__user_histories', 'benchmarks__sequences',
        'catalog__datasets', 'catalog__items', 'int_shown_recipes',
    ] %}
        {% if not load_relation(ref(model)) %}
            {% do exceptions.raise_compiler_error(
                'there is no table ' ~ ref(model).schema ~ '.' ~ ref(model).identifier
                ~ ' to export from: run `dbt build` first'
            ) %}
        {% endif %}
    {% endfor %}

    {% set recipes = corate.rows_as_dicts(
        'select recipe_id, dataset_id, duplicate_policy, min_rating, core_users, core_items, core_scope, split, '
        ~ 'valid_fraction, test_fraction, max_history, is_landed from ' ~ ref('benchmarks__recipes')
        ~ ' order by recipe_id'
    ) %}
    {% set recipe = recipes | selectattr('recipe_id', 'equalto', recipe_id | string) | first %}
    {% if not recipe %}
        {% set landed = recipes | selectattr('is_landed') | map(attribute='recipe_id') | list %}
        {% do exceptions.raise_compiler_error(
            "there is no recipe '" ~ recipe_id ~ "'. Of landed datasets there are: "
            ~ (landed | join(', ') or 'none') ~ '. A new line of seeds/recipes.csv needs `dbt build`'
        ) %}
    {% elif not recipe.is_landed %}
        {% do exceptions.raise_compiler_error(
            "the dataset of recipe '" ~ recipe_id ~ "' is not landed: run `python -m ingest land "
            ~ recipe.dataset_id ~ '` and `dbt build`'
        ) %}
    {% endif %}
    {% do recipe.pop('is_landed') %}

    {% set shown = corate.rows_as_dicts(
        'select recipe_id from ' ~ ref('int_shown_recipes') ~ ' where recipe_id = '
        ~ dbt.string_literal(recipe_id)
    ) %}
    {% if not shown %}
        {% do exceptions.raise_compiler_error(
            "the last build was stopped before the benchmark of recipe '" ~ recipe_id
            ~ "' was made: run `dbt build` again"
        ) %}
    {% endif %}

    {% set splits = corate.rows_as_dicts(
        'select statistics.split, statistics.users, statistics.items, statistics.interactions, '
        ~ 'fingerprints.fingerprint from ' ~ ref('benchmarks__statistics') ~ ' as statistics left join '
        ~ ref('benchmarks__fingerprints') ~ ' as fingerprints on fingerprints.recipe_id = statistics.recipe_id '
        ~ 'and fingerprints.split = statistics.split where statistics.recipe_id = ' ~ dbt.string_literal(recipe_id)
        ~ " order by case statistics.split when 'train' then 1 when 'valid' then 2 else 3 end"
    ) %}
    {% if splits | sum(attribute='interactions') == 0 %}
        {% do exceptions.raise_compiler_error(
            "the benchmark of recipe '" ~ recipe_id ~ "' is empty: nothing to export. "
            ~ "benchmarks.attrition shows which step dropped the last rows"
        ) %}
    {% endif %}

    {% set dataset = corate.rows_as_dicts(
        'select dataset_id, source, edition, title, url, licence, citation, row_count, fingerprint from '
        ~ ref('catalog__datasets') ~ ' where dataset_id = ' ~ dbt.string_literal(recipe.dataset_id)
    ) | first %}
    {{ return({'recipe_id': recipe.recipe_id, 'recipe': recipe, 'dataset': dataset, 'splits': splits}) }}
{% endmacro %}
