{#
    Prints how many pairs the users of each recipe make, and warns of recipes that are left out for it: the
    post-hook of int_pair_estimates.

        log_pair_estimates(this)
          ->  movielens-20m-core5: users meet in 91,000,000,000 pairs, more than user_pairs_budget
              (1,000,000,000), and are not compared: write a number of user_neighbors in …
#}
{% macro log_pair_estimates(estimates) %}
    {% if execute %}
        {% set found = run_query(
            'select recipes.recipe_id, estimates.pairs, estimates.budget, estimates.is_compared from '
            ~ estimates ~ ' as estimates inner join ' ~ ref('int_recipes') ~ ' as recipes '
            ~ "on recipes.recipe_key = estimates.recipe_key where estimates.kind = 'user' order by 1"
        ) %}
        {% for row in found.rows %}
            {% set met = row[0] ~ ': users meet in ' ~ '{:,}'.format(row[1] | int) ~ ' pairs' %}
            {% if row[3] %}
                {% do log(met, info=true) %}
            {% else %}
                {% do exceptions.warn(
                    met ~ ', more than user_pairs_budget (' ~ '{:,}'.format(row[2] | int)
                    ~ '), and are not compared: write a number of user_neighbors in a line of its '
                    ~ 'protocol, or raise the variable'
                ) %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
