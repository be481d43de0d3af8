{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of published metrics that cannot be compared with anything. A line with one of them is left out,
-- alone. A protocol that there is none of is no such cell: recommendations.published_metrics says so.
with published_metrics as (
    select *
    from {{ ref('stg_settings__published_metrics') }}
),

known_datasets as (
    select dataset_id
    from {{ ref('int_datasets') }}
),

known_methods as (
    select
        method,
        predicts
    from {{ ref('int_methods') }}
),

find_unknown_datasets as (
    select
        published_metrics.file_name,
        published_metrics.line_number,
        'dataset_id' as column_name,
        'dataset_id is ''' || coalesce(published_metrics.dataset_id, '') || ''': no such dataset is in '
        || 'seeds/datasets.csv or own/datasets.csv, and none is landed under this name' as problem
    from published_metrics
    left join known_datasets on known_datasets.dataset_id = published_metrics.dataset_id
    where known_datasets.dataset_id is null
),

find_recipes_of_other_datasets as (
    select
        file_name,
        line_number,
        'recipe_id' as column_name,
        'recipe_id is ''' || coalesce(recipe_id, '') || ''': it must be that of a recipe of ' || dataset_id || ', '
        || dataset_id || '-<protocol>' as problem
    from published_metrics
    where coalesce(recipe_id, '') not like replace(dataset_id, '_', '!_') || '-_%' escape '!'
),

find_unknown_methods as (
    select
        published_metrics.file_name,
        published_metrics.line_number,
        'method' as column_name,
        'method is ''' || coalesce(published_metrics.method, '') || ''': no usable line of seeds/methods.csv or '
        || 'own/methods.csv has it' as problem
    from published_metrics
    left join known_methods on known_methods.method = published_metrics.method
    where known_methods.method is null
),

find_unknown_words as (
    {% for column, words, said in [
        ('split', ['train', 'valid', 'test', 'all'], 'train, valid, test or all'),
        ('metric', list_metrics() + rating_metrics(), 'a column of recommendations.metrics, rmse or mae'),
        ('cause', ['ties', 'random', 'definition', ''], 'ties, random or definition'),
    ] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || coalesce({{ column }}, '') || ''': it must be {{ said }}' as problem
    from published_metrics
    where
        coalesce({{ column }}, '') not in (
            {% for word in words %}
            '{{ word }}'{{ ',' if not loop.last }}
            {% endfor %}
        )
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

find_unreadable_values as (
    select
        file_name,
        line_number,
        'published_value' as column_name,
        'published_value is ''' || coalesce(published_value, '') || ''': it must be a number, without separators'
            as problem
    from published_metrics
    where regexp_replace(coalesce(published_value, '-'), '^([0-9]{1,9}|[0-9]{0,9}[.][0-9]{1,15})$', '') <> ''
    union all
    {{ unreadable_cells('published_metrics', [
        ('recomputed_value', '^([0-9]{1,9}|[0-9]{0,9}[.][0-9]{1,15})$', 'a number, without separators'),
    ]) }}
),

known_metrics as (
    {% for metric in list_metrics() %}
    select
        '{{ metric }}' as metric,
        'items' as predicts
    union all
    {% endfor %}
    {% for metric in rating_metrics() %}
    select
        '{{ metric }}' as metric,
        'ratings' as predicts
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

say_what_is_predicted as (
    select
        published_metrics.*,
        known_metrics.predicts as metric_predicts,
        known_methods.predicts as method_predicts
    from published_metrics
    left join known_metrics on known_metrics.metric = published_metrics.metric
    left join known_methods on known_methods.method = published_metrics.method
),

-- a list is held out, an error may be one of training, too; and it has no places
find_unfit_cells as (
    select
        file_name,
        line_number,
        'k' as column_name,
        'k is ''' || coalesce(k, '') || ''': it must be a whole number from 1 to 9999' as problem
    from say_what_is_predicted
    where
        regexp_replace(coalesce(k, '-'), '^0*[1-9][0-9]{0,3}$', '') <> ''
        and coalesce(metric_predicts, 'items') = 'items'
    union all
    select
        file_name,
        line_number,
        'k' as column_name,
        'k is ''' || k || ''': it must be blank for ' || metric as problem
    from say_what_is_predicted
    where
        k is not null
        and metric_predicts = 'ratings'
    union all
    select
        file_name,
        line_number,
        'split' as column_name,
        'split is ''' || split || ''': it must be valid or test for ' || metric as problem
    from say_what_is_predicted
    where
        split in ('train', 'all')
        and metric_predicts = 'items'
    union all
    select
        file_name,
        line_number,
        'method' as column_name,
        'method is ''' || method || ''': it predicts ' || method_predicts || ', and ' || metric || ' is said of '
        || metric_predicts as problem
    from say_what_is_predicted
    where method_predicts <> metric_predicts
),

find_causes_of_nothing as (
    select
        file_name,
        line_number,
        'cause' as column_name,
        'cause and recomputed_value go together: what independent code gives instead, and why' as problem
    from published_metrics
    where (cause is null) <> (recomputed_value is null)
),

find_blank_sources as (
    select
        file_name,
        line_number,
        'source' as column_name,
        'source is blank: say who published the figure' as problem
    from published_metrics
    where source is null
),

int_published_metric_problems as (
    {{ union_of_checks([
        'find_unknown_datasets',
        'find_recipes_of_other_datasets',
        'find_unknown_methods',
        'find_unknown_words',
        'find_unreadable_values',
        'find_unfit_cells',
        'find_causes_of_nothing',
        'find_blank_sources',
    ]) }}
)

select * from int_published_metric_problems
