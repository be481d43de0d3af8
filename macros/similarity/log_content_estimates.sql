{#
    Warns of feature sets that are left out since too many items have the same features: the post-hook of
    int_content_estimates.

        log_content_estimates(this)
          ->  my-shop by colour: items meet in 91,000,000,000 pairs, more than content_pairs_budget …
#}
{% macro log_content_estimates(estimates) %}
    {% if execute %}
        {% set found = run_query(
            'select sets.collection, sets.feature_set, estimates.pairs, estimates.budget from '
            ~ estimates ~ ' as estimates inner join ' ~ ref('int_feature_sets') ~ ' as sets '
            ~ 'on sets.feature_set_key = estimates.feature_set_key where not estimates.is_compared order by 1, 2'
        ) %}
        {% for row in found.rows %}
            {% do exceptions.warn(
                row[0] ~ ' by ' ~ row[1] ~ ': items meet in ' ~ '{:,}'.format(row[2] | int)
                ~ ' pairs, more than content_pairs_budget (' ~ '{:,}'.format(row[3] | int)
                ~ '), and are not compared: leave out an attribute that says little, or raise the variable'
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
