{#
    A measure of similarity, drawn towards 0 the less it rests on: shared / (shared + lambda) times
    the measure, lambda being the variable `shrinkage`.

        {{ shrunk('jaccard', 'shared') }}, jaccard = 1, shared = 5, shrinkage = 10  ->  0.3333333333333333
#}
{% macro shrunk(measure, shared) -%}
    cast({{ shared }} as double) / ({{ shared }} + {{ var('shrinkage') }}) * {{ measure }}
{%- endmacro %}
