{{ config(materialized='view') }}

-- The sets of features by which items are compared, and how features are weighed beside being there
-- or not: by how often they occur, by how rare they are, or not at all.
select
    1 as feature_set_key,
    'movies' as collection,
    'cast' as feature_set,
    'rarity' as weighed_by
union all
select
    2 as feature_set_key,
    'movies' as collection,
    'genres' as feature_set,
    'rarity' as weighed_by
union all
select
    3 as feature_set_key,
    'movies' as collection,
    'topics' as feature_set,
    'rarity' as weighed_by
union all
select
    4 as feature_set_key,
    'movies' as collection,
    'all' as feature_set,
    'rarity' as weighed_by
union all
select
    5 as feature_set_key,
    'models' as collection,
    'four_columns' as feature_set,
    cast(null as {{ dbt.type_string() }}) as weighed_by
union all
select
    6 as feature_set_key,
    'models' as collection,
    'soup' as feature_set,
    'occurrences' as weighed_by
union all
select
    7 as feature_set_key,
    'models' as collection,
    'wide' as feature_set,
    cast(null as {{ dbt.type_string() }}) as weighed_by,
