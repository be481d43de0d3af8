{% set list_columns = ['architectures', 'datasets', 'tags'] %}

with source as (
    select * from {{ source('huggingface', 'huggingface_models') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        trim({{ adapter.quote('modelId') }}) as model_id,
        {{ known_text('author') }} as author,
        {{ known_text('pipeline_tag') }} as pipeline_tag,
        {{ known_text('model_type') }} as model_type,
        {{ known_text('library_name') }} as library_name,
        {% for column in list_columns %}
        {{ known_list(column) }} as {{ column }},
        {% endfor %}
        downloads,
        {{ timestamp_from_text(known_text(adapter.quote('lastModified'))) }} as last_modified,
        -- what is there and cannot be read is told apart from what is missing
        concat_ws(
            '|'
            {%- for column in list_columns %},
            case when {{ known_text(column) }} is not null and {{ known_list(column) }} is null then '{{ column }}' end
            {%- endfor %},
            case
                when
                    {{ known_text(adapter.quote('lastModified')) }} is not null
                    and {{ timestamp_from_text(known_text(adapter.quote('lastModified'))) }} is null
                    then 'last_modified'
            end
        ) as unread,
    from source
)

select * from renamed
