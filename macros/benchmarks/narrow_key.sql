{#
    A number of 31 bits that stands for the id of a recipe or a dataset in large tables. Read off the id alone,
    so that it is the same in every build; that no two ids share one is tested.

        {{ narrow_key("'movielens-latest-small'") }}  ->  a whole number from 0 to 2147483646
#}
{% macro narrow_key(id) -%}
    cast({{ corate.text_hash(id) }} % 2147483647 as integer)
{%- endmacro %}
