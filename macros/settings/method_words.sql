{#
    The words that cells of seeds/methods.csv may hold, by column. What each of them is: docs/guides/methods.md, and of
    methods that predict ratings docs/guides/rating-predictions.md.
#}
{% macro method_words() -%}
    {{ return({
        'kind': corate.ranking_kinds() + corate.rating_kinds(),
        'similarity': [
            'jaccard', 'dice', 'tversky', 'cosine', 'asymmetric_cosine', 'pearson', 'msd', 'pearson_baseline',
        ],
        'shrinkage_form': ['denominator', 'factor'],
        'weighting': ['none', 'rating', 'tf_idf', 'bm25'],
        'direction': ['candidate', 'history', 'user', 'voter'],
        'centring': ['none', 'mean', 'baseline'],
    }) }}
{%- endmacro %}

{# The kinds of methods that rank items. #}
{% macro ranking_kinds() -%}
    {{ return(['popularity', 'recent_popularity', 'wilson', 'item_knn', 'user_knn']) }}
{%- endmacro %}

{# The kinds of methods that predict ratings. #}
{% macro rating_kinds() -%}
    {{ return([
        'global_mean', 'user_mean', 'item_mean', 'user_item_mean', 'user_item_bias', 'user_knn_rating', 'item_knn_rating',
    ]) }}
{%- endmacro %}
