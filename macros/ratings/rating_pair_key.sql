{#
    One number for an item (a user) of a recipe, see number_in, a neighbour of it, and the place of a method among those
    of the recipe, up to 4095: a look-up by it is a join on one column (docs/decisions/0018). It takes 107 bits.

        {{ rating_pair_key(number_in('1', '7'), '2', '3') }}  ->  75557863849059625738243
#}
{% macro rating_pair_key(member_number, neighbor, method_place) -%}
    (
        {{ corate.exact_number(member_number) }} * 17592186044416
        + cast({{ neighbor }} as bigint) * 4096
        + {{ method_place }}
    )
{%- endmacro %}
