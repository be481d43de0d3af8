{#
    The number that stands for a user or an item in the large tables, read off its raw id and nothing else:
    an id that is a whole number stands for itself, any other becomes a negative number of 62 bits of its
    MD5. Users are even and items odd. The same id has the same key in every build and on every engine, and
    no table has to be looked up to find it (docs/decisions/0017).

    Two ids of a dataset with one key would be a chance of 10^-5 among ten million ids that are not numbers;
    the test entity_keys_stand_for_one_id looks for them in every build.

        {{ entity_key('user', "'521'") }}  ->  1042        {{ entity_key('item', "'521'") }}  ->  1043
#}
{% macro entity_key(kind, entity_id) -%}
    {%- set number -%}
        coalesce(
            {{ corate.canonical_number(entity_id) }},
            -1 - cast({{ corate.whole_quotient(corate.text_hash(entity_id), 4) }} as bigint)
        )
    {%- endset -%}
    {{ corate.key_of_number(kind, number) }}
{%- endmacro %}
