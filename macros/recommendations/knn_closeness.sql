{#
    How near a set is to another by the measure of a method, as a whole number of 1e-15: equal ones are equal, whatever
    the engine makes of the last digit of a power. See int_knn_neighbors, which has the formulas.

        {{ knn_closeness('sets_a', 'sets_b') }}, jaccard, 3 features and 4, 2 of them shared  ->  400000000000000
#}
{% macro knn_closeness(own, other) -%}
    {%- set added = 'methods.added_shrinkage * ' ~ own ~ '.steps * ' ~ own ~ '.steps' -%}
    cast(round(
        1000000000000000
        * (cast(pairs.shared as double) / (pairs.shared + methods.factor_shrinkage))
        * case methods.similarity
            when 'jaccard'
                then cast(pairs.shared as double)
                    / ({{ own }}.set_size + {{ other }}.set_size - pairs.shared + methods.added_shrinkage)
            when 'dice'
                then 2 * cast(pairs.shared as double)
                    / ({{ own }}.set_size + {{ other }}.set_size + methods.added_shrinkage)
            when 'tversky'
                then cast(pairs.shared as double) / (
                    pairs.shared
                    + methods.alpha * ({{ own }}.set_size - pairs.shared)
                    + methods.beta * ({{ other }}.set_size - pairs.shared)
                    + methods.added_shrinkage
                )
            when 'asymmetric_cosine'
                then cast(pairs.products as double) / nullif(
                    power(cast({{ own }}.norm as double), methods.alpha)
                    * power(cast({{ other }}.norm as double), 1 - methods.alpha)
                    + {{ added }},
                    0
                )
            else cast(pairs.products as double) / nullif(
                sqrt(cast({{ own }}.norm as double) * {{ other }}.norm) + {{ added }},
                0
            )
        end
    ) as bigint)
{%- endmacro %}
