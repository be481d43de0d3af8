{#
    Prints recommendations for somebody who is not in the data, from a list of items, or of items
    with ratings, by title or id. Items collect votes from those of their own neighbours that are in the list, with
    jaccard_shrunk, as in method item_neighbors of recommendations.user_recommendations. Of items with ratings only those
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
    {% set score = corate.vote_score(corate.vote_weight(
        'neighbors.co_raters', 'neighbors.raters', 'neighbors.neighbor_raters'
    )) %}
    {% do corate.print_rows(
        'select neighbors.item_id, titles.title, round(' ~ score ~ ', 4) as score, count(*) as because_of '
        ~ 'from ' ~ ref('similarity__item_neighbors') ~ ' as neighbors '
        ~ 'inner join ' ~ ref('benchmarks__recipes') ~ ' as recipes on recipes.recipe_id = neighbors.recipe_id '
        ~ 'left join ' ~ ref('catalog__items') ~ ' as titles '
        ~ 'on titles.dataset_id = recipes.dataset_id and titles.item_id = neighbors.item_id '
        ~ 'where neighbors.recipe_id = ' ~ corate.text_literal(recipe_id)
        ~ ' and neighbors.neighbor_id in (' ~ liked | join(', ') ~ ')'
        ~ ' and neighbors.item_id not in (' ~ rated | join(', ') ~ ')'
        ~ ' group by 1, 2 order by ' ~ score ~ ' desc, max(neighbors.raters) desc, 1 limit ' ~ count | int
    ) %}
{% endmacro %}
