{#
    The weight of a vote between two sets, jaccard_shrunk, as a whole number of 1e-18: shared * shared over
    (shared + lambda) * union, in one division of whole numbers. Votes are added up, and 1/30 + 1/30 has to be
    1/15, so they carry six digits more than a score shows. lambda, the variable `shrinkage`, is
    told apart to six decimals; up to 13 million shared fit.

        {{ vote_weight('1', '1', '1') }}, shrinkage = 29  ->  33333333333333333
#}
{% macro vote_weight(shared, size_a, size_b) -%}
    {%- set unit = 1000000 -%}
    {%- set lambda = (var('shrinkage') * unit) | round | int -%}
    cast({{ corate.whole_quotient(
        corate.exact_number(shared) ~ ' * ' ~ shared ~ ' * ' ~ corate.exact_number('1000000000000000000000000'),
        '((' ~ corate.exact_number(shared) ~ ' * ' ~ unit ~ ' + ' ~ lambda ~ ') * ('
        ~ size_a ~ ' + ' ~ size_b ~ ' - ' ~ shared ~ '))'
    ) }} as bigint)
{%- endmacro %}
