{#
    The score of an item for which votes of vote_weight were cast: their sum, to twelve digits. An aggregate.

    The weights of equal sums may differ in their last digit or two, which the twelve digits do not show, unless
    such a difference lies across the place where numbers are rounded. That place is not the half, where 1/8192
    lies and other sums of simple fractions: it is one that no fraction has whose denominator is below 5^18.

        select {{ vote_score('weight') }} from votes group by item  ->  0.066666666667 for 1/30 + 1/30 as for 1/15
#}
{% macro vote_score(weight) -%}
    cast({{ corate.whole_quotient('(sum(' ~ weight ~ ') + 618033)', 1000000) }} as double) / 1000000000000
{%- endmacro %}
