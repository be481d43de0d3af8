{#
    Prints the items most alike an item, which is named by title or id.

        dbt run-operation neighbors_of --args '{recipe_id: sample-films-core5, item: Heat, count: 3}'
          ->  rank, item_id, title, co_raters, jaccard, jaccard_shrunk, pearson
#}
{% macro neighbors_of(recipe_id, item, count=10) %}
    {% set item_id = corate.find_item(recipe_id, item) %}
    {% do corate.print_rows(
        'select neighbors.rank, neighbors.neighbor_id as item_id, titles.title, neighbors.co_raters, '
        ~ 'round(neighbors.jaccard, 4) as jaccard, round(neighbors.jaccard_shrunk, 4) as jaccard_shrunk, '
        ~ 'round(neighbors.pearson, 4) as pearson from ' ~ ref('similarity__item_neighbors') ~ ' as neighbors '
        ~ 'inner join ' ~ ref('benchmarks__recipes') ~ ' as recipes on recipes.recipe_id = neighbors.recipe_id '
        ~ 'left join ' ~ ref('catalog__items') ~ ' as titles '
        ~ 'on titles.dataset_id = recipes.dataset_id and titles.item_id = neighbors.neighbor_id '
        ~ 'where neighbors.recipe_id = ' ~ corate.text_literal(recipe_id)
        ~ ' and neighbors.item_id = ' ~ corate.text_literal(item_id)
        ~ ' and neighbors.rank <= ' ~ count | int ~ ' order by neighbors.rank'
    ) %}
{% endmacro %}
