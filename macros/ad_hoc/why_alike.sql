{#
    Prints what makes two items alike: the counts and the measures, then the users who rated both,
    with their ratings. It counts anew from the train interactions, so that it works for items
    that are not neighbours, too.

        dbt run-operation why_alike --args '{recipe_id: sample-films-core5, item_a: Heat, item_b: Casino}'
          ->  raters_a, raters_b, co_raters, jaccard, cosine; then user_id, rating_a, rating_b
#}
{% macro why_alike(recipe_id, item_a, item_b, count=20) %}
    {% set co_raters %}
        with raters as (
            select
                item_id,
                user_id,
                rating
            from {{ ref('benchmarks__interactions') }}
            where
                recipe_id = {{ corate.text_literal(recipe_id) }}
                and split in ('train', 'all')
            qualify
                row_number() over (
                    partition by item_id, user_id
                    order by rated_at desc nulls last, source_row desc
                ) = 1
        ),

        raters_a as (
            select * from raters where item_id = {{ corate.text_literal(corate.find_item(recipe_id, item_a)) }}
        ),

        raters_b as (
            select * from raters where item_id = {{ corate.text_literal(corate.find_item(recipe_id, item_b)) }}
        ),

        co_raters as (
            select
                raters_a.user_id,
                raters_a.rating as rating_a,
                raters_b.rating as rating_b
            from raters_a
            inner join raters_b on raters_b.user_id = raters_a.user_id
        ),

        counts as (
            select
                (select count(*) from raters_a) as raters_a,
                (select count(*) from raters_b) as raters_b,
                (select count(*) from co_raters) as co_raters
        )
    {% endset %}
    {% do corate.print_rows(
        co_raters ~ 'select raters_a, raters_b, co_raters, '
        ~ 'round(co_raters / (raters_a + raters_b - co_raters), 4) as jaccard, '
        ~ 'round(co_raters / sqrt(raters_a * raters_b), 4) as cosine from counts'
    ) %}
    {% do corate.print_rows(co_raters ~ 'select * from co_raters order by user_id limit ' ~ count | int) %}
{% endmacro %}
