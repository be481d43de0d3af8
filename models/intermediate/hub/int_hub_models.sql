{{ config(versions='rows') }}

-- One description for each model, out of every list that is landed.
{% set columns = [
    'dataset_id', 'source_file', 'source_row', 'landed_at', 'model_id', 'author', 'pipeline_tag', 'architectures',
    'model_type', 'library_name', 'datasets', 'tags', 'downloads', 'last_modified', 'unread',
] %}

with models_of_tables as (
    select {{ columns | join(', ') }}
    from {{ ref('stg_huggingface__models') }}
),

models_of_documents as (
    select {{ columns | join(', ') }}
    from {{ ref('stg_huggingface__documents') }}
),

datasets as (
    select
        dataset_id,
        edition
    from {{ ref('int_datasets') }}
),

unite_lists as (
    select {{ columns | join(', ') }}
    from models_of_tables
    union all
    select {{ columns | join(', ') }}
    from models_of_documents
),

-- What the sample invents has no place among real models: it stands aside as soon as there are any.
leave_sample as (
    select unite_lists.*
    from unite_lists
    inner join datasets on datasets.dataset_id = unite_lists.dataset_id
    qualify
        coalesce(datasets.edition, '') <> 'sample'
        or min(case when datasets.edition = 'sample' then 1 else 0 end) over () = 1
),

-- A model that has moved under an owner is one model: where a list has it by its new name, it is known by that one.
-- Alone, the former name stays, as it was delivered.
moved_models as (
    select
        former_model_id,
        model_id
    from {{ ref('moved_models') }}
    where model_id in (select leave_sample.model_id from leave_sample)
),

take_new_names as (
    select
        {% for column in columns if column != 'model_id' %}
        leave_sample.{{ column }},
        {% endfor %}
        coalesce(moved_models.model_id, leave_sample.model_id) as model_id
    from leave_sample
    left join moved_models on moved_models.former_model_id = leave_sample.model_id
),

-- A list that is asked for page by page changes meanwhile, so that a model can come twice, and two
-- lists may hold the same one. The newest state of the model counts; then the list that was landed
-- last; then what came last in it, which was asked for last.
choose_descriptions as (
    select
        *,
        count(*) over (partition by model_id) as descriptions
    from take_new_names
    qualify row_number() over (
            partition by model_id
            order by last_modified desc nulls last, landed_at desc, dataset_id asc, source_file desc, source_row desc
        ) = 1
),

int_hub_models as (
    select
        model_id,
        author,
        pipeline_tag,
        architectures,
        model_type,
        library_name,
        datasets,
        tags,
        downloads,
        last_modified,
        case
            when coalesce(unread, '') = '' then {{ empty_text_list() }}
            else {{ split_text('unread', '|') }}
        end as unread_columns,
        descriptions,
        dataset_id,
        source_file,
        source_row
    from choose_descriptions
)

select * from int_hub_models
