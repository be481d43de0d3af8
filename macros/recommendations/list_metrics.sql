{# The metrics of lists of recommendations, each a column of recommendations.metrics: docs/guides/methods.md. #}
{% macro list_metrics() -%}
    {{ return(corate.user_metrics() + ['coverage', 'gini', 'entropy']) }}
{%- endmacro %}

{#
    Those that are averages over users, each a column of int_user_metrics and int_list_metrics in whole numbers of 1e-12;
    the others are of all lists together.
#}
{% macro user_metrics() -%}
    {{ return(corate.hit_metrics() + corate.content_metrics()) }}
{%- endmacro %}

{# What the places of hits say. #}
{% macro hit_metrics() -%}
    {{ return([
        'hit_rate', 'recall', 'capped_recall', 'precision', 'f1', 'map', 'map_by_targets', 'map_by_hits', 'mrr', 'ndcg', 'auc',
        'serendipity',
    ]) }}
{%- endmacro %}

{# What the items of a list say, hits or not. #}
{% macro content_metrics() -%}
    {{ return(['novelty', 'popularity', 'long_tail', 'diversity', 'miscalibration']) }}
{%- endmacro %}

{# The errors of predicted ratings, each a column of recommendations.rating_metrics. #}
{% macro rating_metrics() -%}
    {{ return(['rmse', 'mae']) }}
{%- endmacro %}

{#
    The column of int_metric_sums and int_metric_differences that counts who has a metric: every user has what the places
    of hits say, and not every list has genres.

        {{ users_of_metric('recall') }}  ->  users        {{ users_of_metric('diversity') }}  ->  diversity_users
#}
{% macro users_of_metric(metric) -%}
    {{ return(metric ~ '_users' if metric in corate.content_metrics() else 'users') }}
{%- endmacro %}

{#
    How many units of 1e-12 the figures of two users, or of one by two methods, may be apart that are the same but for how
    they were rounded: logarithms are rounded to 1e-9, and the lengths of lists of genres to nine digits.

        {{ step_of_metric('recall') }}  ->  1        {{ step_of_metric('novelty') }}  ->  1000
#}
{% macro step_of_metric(metric) -%}
    {{ return({'novelty': 1000, 'miscalibration': 1000, 'diversity': 2000}.get(metric, 1)) }}
{%- endmacro %}

{#
    A row for each metric, in the select list, read at once from the columns that have figures of it: its name, and a
    column for each figure that is asked for. `users` who have it are in one column for all hits, `total` is in that of
    the metric's name, `step` is what step_of_metric says, and others are in those that add theirs to it.

        select k, {{ unnest_metrics(['total', 'low']) }} from found  ->  (10, 'recall', recall, recall_low) and so on
#}
{% macro unnest_metrics(figures) -%}
    {% set columns = {'metric': []} %}
    {% for metric in corate.user_metrics() %}
    {% do columns['metric'].append("'" ~ metric ~ "'") %}
    {% set named = {
        'users': corate.users_of_metric(metric), 'total': metric, 'step': corate.step_of_metric(metric) | string
    } %}
    {% for figure in figures %}
    {% do columns.setdefault(figure, []).append(named.get(figure, metric ~ '_' ~ figure)) %}
    {% endfor %}
    {% endfor %}
    {% set lists = {} %}
    {% for column, values in columns.items() %}
    {% do lists.update({column: corate.list_of(values)}) %}
    {% endfor %}
    {{ return(corate.unnest_lists(lists)) }}
{%- endmacro %}
