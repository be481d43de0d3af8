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
    A row for each metric, in the select list, read at once from its columns in int_metric_sums or int_metric_differences:
    its name, and of each figure asked for (users who have it, total, squares) a column.

        select k, {{ unnest_metrics(['total']) }} from sums  ->  (10, 'hit_rate', 7), (10, 'recall', 5) and so on
#}
{% macro unnest_metrics(figures) -%}
    {% set lists = {'metric': [], 'users': [], 'total': corate.user_metrics(), 'squares': []} %}
    {% for metric in corate.user_metrics() %}
    {% do lists['metric'].append("'" ~ metric ~ "'") %}
    {% do lists['users'].append(corate.users_of_metric(metric)) %}
    {% do lists['squares'].append(metric ~ '_squares') %}
    {% endfor %}
    {% set columns = {} %}
    {% for figure in ['metric'] + figures %}
    {% do columns.update({figure: corate.list_of(lists[figure])}) %}
    {% endfor %}
    {{ return(corate.unnest_lists(columns)) }}
{%- endmacro %}
