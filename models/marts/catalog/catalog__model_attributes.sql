with models as (
    select
        model_id,
        architectures,
        datasets,
        tags
    from {{ ref('catalog__models') }}
),

catalog__model_attributes as (
    {% for attribute, values in {'architecture': 'architectures', 'dataset': 'datasets', 'tag': 'tags'}.items() %}
    select distinct
        model_id,
        '{{ attribute }}' as attribute,
        {{ unnest_list(values) }} as value
    from models
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from catalog__model_attributes
