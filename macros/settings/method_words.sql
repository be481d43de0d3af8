{#
    The words that cells of seeds/methods.csv may hold, by column. What each of them is: docs/guides/methods.md.
#}
{% macro method_words() -%}
    {{ return({
        'kind': ['popularity', 'recent_popularity', 'wilson', 'item_knn', 'user_knn'],
        'similarity': ['jaccard', 'dice', 'tversky', 'cosine', 'asymmetric_cosine', 'pearson'],
        'shrinkage_form': ['denominator', 'factor'],
        'weighting': ['none', 'rating', 'tf_idf', 'bm25'],
        'direction': ['candidate', 'history', 'user', 'voter'],
    }) }}
{%- endmacro %}
