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
        {{ trimmed(adapter.quote('modelId')) }} as model_id,
        {{ known_text('author') }} as author,
        {{ known_text('pipeline_tag') }} as pipeline_tag,
        {{ known_text('model_type') }} as model_type,
        {{ known_text('library_name') }} as library_name,
        {% for column in list_columns %}
        {{ known_text(column) }} as {{ column }}_text,
        {{ known_list(column) }} as {{ column }},
        {% endfor %}
        downloads,
        {{ known_text(adapter.quote('lastModified')) }} as last_modified_text
    from source
),

-- each cell is read once: said again below, DuckDB would take twice the time to plan each query of this view
read_times as (
    select
        *,
        {{ timestamp_from_text('last_modified_text') }} as last_modified
    from renamed
),

-- what is there and cannot be read is told apart from what is missing
stg_huggingface__models as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        model_id,
        author,
        pipeline_tag,
        model_type,
        library_name,
        {% for column in list_columns %}
        {{ column }},
        {% endfor %}
        downloads,
        last_modified,
        concat_ws(
            '|'
            {%- for column in list_columns + ['last_modified'] %},
            case when {{ column }}_text is not null and {{ column }} is null then '{{ column }}' end
            {%- endfor %}
        ) as unread
    from read_times
)

select * from stg_huggingface__models
