{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of published counts that cannot be compared with anything. A line with one of them is left out,
-- alone. A protocol that there is none of is no such cell: benchmarks.published_counts says so.
with published_counts as (
    select
        file_name,
        line_number,
        dataset_id,
        recipe_id,
        measure,
        published_value,
        source
    from {{ ref('stg_settings__published_counts') }}
),

known_datasets as (
    select dataset_id
    from {{ ref('int_datasets') }}
),

find_unknown_datasets as (
    select
        published_counts.file_name,
        published_counts.line_number,
        'dataset_id' as column_name,
        'dataset_id is ''' || coalesce(published_counts.dataset_id, '') || ''': no such dataset is in '
        || 'seeds/datasets.csv or own/datasets.csv, and none is landed under this name' as problem
    from published_counts
    left join known_datasets on known_datasets.dataset_id = published_counts.dataset_id
    where known_datasets.dataset_id is null
),

find_recipes_of_other_datasets as (
    select
        file_name,
        line_number,
        'recipe_id' as column_name,
        'recipe_id is ''' || recipe_id || ''': it must be that of a recipe of ' || dataset_id || ', ' || dataset_id
        || '-<protocol>' as problem
    from published_counts
    where recipe_id not like replace(dataset_id, '_', '!_') || '-_%' escape '!'
),

find_unknown_measures as (
    select
        file_name,
        line_number,
        'measure' as column_name,
        'measure is ''' || coalesce(measure, '') || ''': it must be rows, users or items'
        || case
            when recipe_id is null then ' where recipe_id is blank'
            else
                ', or one of them, or gini_users, gini_items, tied_interactions, tied_share, leaking_targets or '
                || 'item_leaking_targets, behind train_, valid_, test_ or all_, or rows_before_core_ and a part, '
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
                    '^((train|valid|test|all)_(rows|users|items|gini_users|gini_items|tied_interactions|tied_share'
                    || '|leaking_targets|item_leaking_targets)|rows_before_core_(train|valid|test)'
                    || '|(valid|test)_starts_at|core_rounds)$',
                    ''
                ) <> ''
            )
        )
),

find_unreadable_values as (
    select
        file_name,
        line_number,
        'published_value' as column_name,
        'published_value is ''' || coalesce(published_value, '') || ''': it must be a number, without separators'
            as problem
    from published_counts
    where regexp_replace(coalesce(published_value, '-'), '^([0-9]{1,18}|[0-9]{0,9}[.][0-9]{1,18})$', '') <> ''
),

find_blank_sources as (
    select
        file_name,
        line_number,
        'source' as column_name,
        'source is blank: say who published the figure' as problem
    from published_counts
    where source is null
),

int_published_count_problems as (
    {{ union_of_checks([
        'find_unknown_datasets',
        'find_recipes_of_other_datasets',
        'find_unknown_measures',
        'find_unreadable_values',
        'find_blank_sources',
    ]) }}
)

select * from int_published_count_problems
