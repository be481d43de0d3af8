{#
    The id of the item of a recipe that a person names, by title (in any case) or by id, or one
    error that says what to write instead.

        find_item('sample-films-core5', 'heat')  ->  '6'
#}
{% macro find_item(recipe_id, name) %}
    {% set items =
        'select items.item_id, titles.title from ' ~ ref('benchmarks__items') ~ ' as items '
        ~ 'inner join ' ~ ref('benchmarks__recipes') ~ ' as recipes on recipes.recipe_id = items.recipe_id '
        ~ 'left join ' ~ ref('catalog__items') ~ ' as titles '
        ~ 'on titles.dataset_id = recipes.dataset_id and titles.item_id = items.item_id '
        ~ 'where items.recipe_id = ' ~ corate.text_literal(recipe_id)
    %}
    {% set text = corate.text_literal(name) %}
    {% set found = run_query(
        items ~ ' and (items.item_id = ' ~ text ~ ' or lower(titles.title) = lower(' ~ text ~ ')) order by 1'
    ).rows %}
    {% if found | length == 1 %}
        {{ return(found[0][0]) }}
    {% endif %}
    {% set candidates = found or run_query(
        items ~ ' and contains(lower(titles.title), lower(' ~ text ~ ')) order by items.interactions desc, 1 limit 5'
    ).rows %}
    {% set listed = [] %}
    {% for row in candidates %}
        {% do listed.append(row[0] ~ ' (' ~ row[1] ~ ')') %}
    {% endfor %}
    {% do exceptions.raise_compiler_error(
        'recipe ' ~ recipe_id ~ ' has ' ~ (found | length or 'no') ~ ' items called ' ~ text
        ~ ('. Write the id of one of: ' ~ listed | join(', ') if listed else ': look in benchmarks.items')
    ) %}
{% endmacro %}
