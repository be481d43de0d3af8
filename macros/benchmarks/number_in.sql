{#
    A number within a recipe (a user's index, an item's index, a place) as one number over all recipes: the
    recipe's own number in the high bits, the number within it in the 32 low ones. It depends on nothing that
    another recipe holds. The same for what else is numbered within something: sets within a collection.

    A look-up by it is a join on one column. On two columns, recipe and index, an engine may conclude that
    users and items of one recipe have the recipe in common, and pair them all with each other before it
    looks at an event (docs/decisions/0018).

        {{ number_in('1', '7') }}  ->  4294967303
#}
{% macro number_in(recipe_key, number) -%}
    (cast({{ recipe_key }} as bigint) * 4294967296 + {{ number }})
{%- endmacro %}
