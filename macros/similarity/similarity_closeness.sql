{#
    A measure by which sets are ranked, of a pair and its two sets (sets_a, sets_b):

        jaccard                 what they share over what either has
        cosine_squared          the square of the cosine of vectors of zeros and ones
        value_cosine_squared    the square of the cosine of the vectors of their values

    Each is one division of whole numbers, so that ties are ties: of two cosines that are equal, the
    roots may be rounded differently, the squares are not. (Products of 2^53 and more are rounded
    first, in the same way whichever set is called a.)

        {{ similarity_closeness('jaccard') }}, 3 features and 4, 2 of them shared  ->  0.4
#}
{% macro similarity_closeness(measure, pairs='pairs') %}
    {%- if measure == 'jaccard' -%}
        cast({{ pairs }}.shared as double) / (sets_a.set_size + sets_b.set_size - {{ pairs }}.shared)
    {%- elif measure == 'cosine_squared' -%}
        cast({{ pairs }}.shared as double) * {{ pairs }}.shared / (cast(sets_a.set_size as double) * sets_b.set_size)
    {%- elif measure == 'value_cosine_squared' -%}
        cast({{ pairs }}.products as double) * {{ pairs }}.products / (cast(sets_a.norm as double) * sets_b.norm)
    {%- else -%}
        {{ exceptions.raise_compiler_error("sets are not ranked by '" ~ measure ~ "'") }}
    {%- endif -%}
{% endmacro %}
