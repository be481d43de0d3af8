{#
    The score that votes make: see int_recommendation_candidates. It has twelve digits. Equal sums may differ in their
    last digit or two, which the twelve do not show, unless such a difference lies across the place where numbers are
    rounded. That is not the half, where 1/8192 lies and other sums of simple fractions: it is a place that no fraction
    has whose denominator is below 5^18.
#}
{% macro score_of_votes(votes, votes_rest) -%}
    cast({{ votes }} + case when {{ votes_rest }} + 618033 >= 1000000 then 1 else 0 end as double) / 1000000000000
{%- endmacro %}
