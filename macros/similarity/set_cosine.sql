{#
    The cosine of two sets, taken as vectors of zeros and ones: shared / sqrt(size_a * size_b).

        {{ set_cosine('2', '4', '9') }}  ->  0.3333333333333333
#}
{% macro set_cosine(shared, size_a, size_b) -%}
    cast({{ shared }} as double) / sqrt(cast({{ size_a }} as double) * {{ size_b }})
{%- endmacro %}
