{#
    The key of a user or an item (see entity_key) within a recipe as one number over all recipes, for the same
    reason as number_in. A key takes 64 bits, so that the two need a type of 38 digits.

        {{ key_in('1', '-3') }}  ->  18446744073709551613
#}
{% macro key_in(recipe_key, entity_key) -%}
    ({{ corate.exact_number(recipe_key) }} * 18446744073709551616 + {{ entity_key }})
{%- endmacro %}
