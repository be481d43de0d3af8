{% set list_fields = {
    'architectures': ['config', 'architectures'],
    'datasets': ['cardData', 'datasets'],
    'tags': ['tags'],
} %}

with source as (
    select * from {{ source('huggingface', 'huggingface_documents') }}
),

stg_huggingface__documents as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        -- older lists have no id, but what it was called before
        coalesce(
            nullif({{ trimmed(json_text('document', 'id')) }}, ''), {{ trimmed(json_text('document', 'modelId')) }}
        ) as model_id,
        {{ known_text(json_text('document', 'author')) }} as author,
        {{ known_text(json_text('document', 'pipeline_tag')) }} as pipeline_tag,
        {{ known_text(json_text('document', ['config', 'model_type'])) }} as model_type,
        {{ known_text(json_text('document', 'library_name')) }} as library_name,
        {% for column, keys in list_fields.items() %}
        {{ json_text_list('document', keys) }} as {{ column }},
        {% endfor %}
        {{ try_cast(json_text('document', 'downloads'), 'bigint') }} as downloads,
        {{ timestamp_from_text(json_text('document', 'lastModified')) }} as last_modified,
        -- what is there and cannot be read is told apart from what is missing
        concat_ws(
            '|'
            {%- for column, keys in list_fields.items() %},
            case
                when {{ json_text('document', keys) }} is not null and {{ json_text_list('document', keys) }} is null
                    then '{{ column }}'
            end
            {%- endfor %},
            case
                when
                    {{ json_text('document', 'lastModified') }} is not null
                    and {{ timestamp_from_text(json_text('document', 'lastModified')) }} is null
                    then 'last_modified'
            end
        ) as unread
    from source
)

select * from stg_huggingface__documents
