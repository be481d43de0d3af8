{#
    Prints recommendations for somebody who is not in the data, from a list of items, or of items
    with ratings, by title or id. Each item votes for its neighbours with jaccard_shrunk, as in
    method item_neighbors of recommendations.user_recommendations. Of items with ratings only those
    vote that are liked (rated liked_from of the dataset or higher); the others are only left out.

        dbt run-operation recommend_for --args '{recipe_id: sample-films-core5, items: [Heat, Casino]}'
        dbt run-operation recommend_for --args '{recipe_id: sample-films-core5, items: {Heat: 5, Casino: 2}}'
          ->  item_id, title, score, because_of
#}
{% macro recommend_for(recipe_id, items, count=10) %}
    {% set found = run_query(
        'select datasets.liked_from from ' ~ ref('benchmarks__recipes') ~ ' as recipes inner join '
        ~ ref('int_datasets') ~ ' as datasets on datasets.dataset_id = recipes.dataset_id '
        ~ 'where recipes.recipe_id = ' ~ corate.text_literal(recipe_id)
    ).rows %}
    {% set liked_from = found[0][0] if found else none %}
    {% set rated = [] %}
    {% set liked = [] %}
    {% for item in items %}
        {% set item_id = corate.text_literal(corate.find_item(recipe_id, item)) %}
        {% do rated.append(item_id) %}
        {% if items is not mapping or liked_from is none or items[item] >= liked_from %}
            {% do liked.append(item_id) %}
        {% endif %}
    {% endfor %}
    {% if not liked %}
        {% do exceptions.raise_compiler_error(
            'nothing to go by: no item of the list is rated ' ~ liked_from ~ ' or higher'
        ) %}
    {% endif %}
    {% do corate.print_rows(
        'select neighbors.neighbor_id as item_id, titles.title, '
        ~ 'round(sum(neighbors.jaccard_shrunk), 4) as score, count(*) as because_of '
        ~ 'from ' ~ ref('similarity__item_neighbors') ~ ' as neighbors '
        ~ 'inner join ' ~ ref('benchmarks__recipes') ~ ' as recipes on recipes.recipe_id = neighbors.recipe_id '
        ~ 'left join ' ~ ref('catalog__items') ~ ' as titles '
        ~ 'on titles.dataset_id = recipes.dataset_id and titles.item_id = neighbors.neighbor_id '
        ~ 'where neighbors.recipe_id = ' ~ corate.text_literal(recipe_id)
        ~ ' and neighbors.item_id in (' ~ liked | join(', ') ~ ')'
        ~ ' and neighbors.neighbor_id not in (' ~ rated | join(', ') ~ ')'
        ~ ' group by 1, 2 order by sum(cast(round(neighbors.jaccard_shrunk * 1000000000000) as bigint)) desc, '
        ~ 'max(neighbors.neighbor_raters) desc, 1 limit ' ~ count | int
    ) %}
{% endmacro %}
