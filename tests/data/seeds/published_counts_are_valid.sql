-- Every cell of seeds/published_counts.csv that cannot be compared with anything, one row a problem.
-- A recipe that seeds/recipes.csv lacks is none: benchmarks.published_counts says so.
with published_counts as (
    select
        dataset_id,
        recipe_id,
        measure,
        published_value,
        source
    from {{ ref('published_counts') }}
),

listed_datasets as (
    select dataset_id
    from {{ ref('datasets') }}
),

landings as (
    select dataset_id
    from {{ source('landing', 'landings') }}
),

recipes as (
    select
        recipe_id,
        dataset_id
    from {{ ref('recipes') }}
),

known_datasets as (
    select dataset_id
    from listed_datasets
    union
    select dataset_id
    from landings
),

find_unknown_datasets as (
    select
        published_counts.dataset_id,
        published_counts.recipe_id,
        published_counts.measure,
        published_counts.source,
        'dataset_id' as column_name,
        published_counts.dataset_id as cell,
        'dataset_id is ''' || coalesce(published_counts.dataset_id, '') || ''': no such dataset is in '
        || 'seeds/datasets.csv, and none is landed under this name' as problem
    from published_counts
    left join known_datasets on known_datasets.dataset_id = published_counts.dataset_id
    where known_datasets.dataset_id is null
),

find_recipes_of_other_datasets as (
    select
        published_counts.dataset_id,
        published_counts.recipe_id,
        published_counts.measure,
        published_counts.source,
        'recipe_id' as column_name,
        published_counts.recipe_id as cell,
        'recipe_id is ''' || recipes.recipe_id || ''': that is a recipe of ' || coalesce(recipes.dataset_id, '(blank)')
            as problem
    from published_counts
    inner join recipes on recipes.recipe_id = published_counts.recipe_id
    where coalesce(recipes.dataset_id, '') <> coalesce(published_counts.dataset_id, '')
),

find_unknown_measures as (
    select
        dataset_id,
        recipe_id,
        measure,
        source,
        'measure' as column_name,
        measure as cell,
        'measure is ''' || coalesce(measure, '') || ''': it must be rows, users or items'
        || case
            when recipe_id is null then ' where recipe_id is blank'
            else
                ', or one of them behind train_, valid_, test_ or all_, or rows_before_core_ and a part, '
                || 'valid_starts_at, test_starts_at or core_rounds'
        end as problem
    from published_counts
    where
        measure is null
        or (
            measure not in ('rows', 'users', 'items')
            and (
                recipe_id is null
                or regexp_replace(
                    measure,
                    '^((train|valid|test|all)_(rows|users|items)|rows_before_core_(train|valid|test)'
                    || '|(valid|test)_starts_at|core_rounds)$',
                    ''
                ) <> ''
            )
        )
),

find_unreadable_values as (
    select
        dataset_id,
        recipe_id,
        measure,
        source,
        'published_value' as column_name,
        published_value as cell,
        'published_value is ''' || coalesce(published_value, '') || ''': it must be a whole number, without separators'
            as problem
    from published_counts
    where regexp_replace(coalesce(published_value, '-'), '^[0-9]{1,18}$', '') <> ''
),

find_blank_sources as (
    select
        dataset_id,
        recipe_id,
        measure,
        source,
        'source' as column_name,
        source as cell,
        'source is blank: say who published the figure' as problem
    from published_counts
    where source is null
),

{% set checks = [
    'find_unknown_datasets',
    'find_recipes_of_other_datasets',
    'find_unknown_measures',
    'find_unreadable_values',
    'find_blank_sources',
] %}

published_counts_are_valid as (
    {% for check in checks %}
    select
        dataset_id,
        recipe_id,
        measure,
        source,
        column_name,
        cell,
        problem
    from {{ check }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from published_counts_are_valid
