-- What each model is made of, for comparing models: its features in three sets, and how often it has
-- each. A feature names its column, so that the same word in two columns is two features; the words of
-- the soup name none.
{% set text_columns = ['author', 'library_name', 'model_type', 'pipeline_tag'] %}
{% set list_columns = ['architectures', 'datasets', 'tags'] %}
{% set four_columns = "'architectures', 'library_name', 'model_type', 'pipeline_tag'" %}

with models as (
    select
        {% for column in text_columns + list_columns %}
        {{ column }},
        {% endfor %}
        model_id
    from {{ ref('int_hub_models') }}
),

list_values as (
    {% for column in text_columns %}
    select
        model_id,
        '{{ column }}' as column_name,
        {{ column }} as column_value
    from models
    union all
    {% endfor %}
    {% for column in list_columns %}
    select
        model_id,
        '{{ column }}' as column_name,
        {{ unnest_list(column) }} as column_value
    from models
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- a value that a list repeats is one feature; what is missing is none
name_features as (
    select distinct
        model_id,
        column_name,
        column_name || ':' || {{ trimmed('column_value') }} as feature
    from list_values
    where {{ trimmed('column_value') }} <> ''
),

list_words as (
    select
        model_id,
        {{ unnest_list(words_of('column_value')) }} as word
    from list_values
    union all
    select
        model_id,
        {{ unnest_list(words_of('model_id')) }} as word
    from models
),

count_words as (
    select
        model_id,
        word,
        count(*) as occurrences
    from list_words
    where word <> ''
    group by
        model_id,
        word
),

int_model_features as (
    select
        'four_columns' as feature_set,
        model_id as item_id,
        feature,
        cast(1 as integer) as occurrences
    from name_features
    where column_name in ({{ four_columns }})
    union all
    select
        'wide' as feature_set,
        model_id as item_id,
        feature,
        cast(1 as integer) as occurrences
    from name_features
    union all
    select
        'soup' as feature_set,
        model_id as item_id,
        word as feature,
        cast(occurrences as integer) as occurrences
    from count_words
)

select * from int_model_features
