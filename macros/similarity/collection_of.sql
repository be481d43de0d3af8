{#
    The number of a collection of sets that are compared with each other: the items of a recipe have the recipe's own,
    its users one below 0, so that no two collections share one. See number_in, which numbers sets within it.

        {{ collection_of('item', '7') }}  ->  7        {{ collection_of('user', '7') }}  ->  -8
#}
{% macro collection_of(kind, recipe_key) -%}
    {{ recipe_key if kind == 'item' else '(-1 - ' ~ recipe_key ~ ')' }}
{%- endmacro %}
