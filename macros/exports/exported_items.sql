{#
    The items of a benchmark with what the catalogue knows of them, as a query.

        item_index, item_id, interactions, title, release_year, imdb_id
        1, 1, 84, Nosferatu, 1922, tt0013442
#}
{% macro exported_items(benchmark) -%}
    select
        items.item_index,
        items.item_id,
        items.interactions,
        catalog_items.title,
        catalog_items.release_year,
        catalog_items.imdb_id
    from {{ ref('benchmarks__items') }} as items
    left join {{ ref('catalog__items') }} as catalog_items
        on
            catalog_items.dataset_id = {{ dbt.string_literal(benchmark.dataset.dataset_id) }}
            and catalog_items.item_id = items.item_id
    where items.recipe_id = {{ dbt.string_literal(benchmark.recipe_id) }}
{%- endmacro %}
