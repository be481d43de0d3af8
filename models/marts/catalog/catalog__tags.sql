{{ config(partition_by={'dataset': 'dataset_id'}) }}

-- A view: a genome has millions of rows, which say their tags over and over. A tag of the genome that its list does
-- not name is NULL, which the test of the tags finds.
with user_tags as (
    select
        dataset_id,
        source_row,
        item_id,
        user_id,
        tag,
        tagged_at
    from {{ ref('stg_movielens__tags') }}
),

genome_scores as (
    select
        dataset_id,
        source_row,
        item_id,
        tag_id,
        relevance
    from {{ ref('stg_movielens__genome_scores') }}
),

genome_tags as (
    select
        dataset_id,
        tag_id,
        tag
    from {{ ref('stg_movielens__genome_tags') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

union_tags as (
    select
        dataset_id,
        'user' as given_by,
        source_row,
        item_id,
        tag,
        user_id,
        tagged_at,
        cast(null as double) as relevance
    from user_tags
    union all
    select
        genome_scores.dataset_id,
        'genome' as given_by,
        genome_scores.source_row,
        genome_scores.item_id,
        genome_tags.tag,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as timestamp) as tagged_at,
        genome_scores.relevance
    from genome_scores
    left join genome_tags
        on
            genome_tags.dataset_id = genome_scores.dataset_id
            and genome_tags.tag_id = genome_scores.tag_id
),

catalog__tags as (
    select
        union_tags.*,
        titles.title
    from union_tags
    left join titles
        on
            titles.dataset_id = union_tags.dataset_id
            and titles.item_id = union_tags.item_id
)

select * from catalog__tags
