{#
    The key of a user or an item whose id is a whole number (see entity_key): twice the number, and for items one more.

        {{ key_of_number('user', '521') }}  ->  1042        {{ key_of_number('item', '521') }}  ->  1043
#}
{% macro key_of_number(kind, number) -%}
    ({{ number }} * 2 + {{ 1 if kind == 'item' else 0 }})
{%- endmacro %}

{# Whether a whole number stands for itself as an id, as a condition: from 0 to 2^62 - 1. #}
{% macro is_number_of_key(number) -%}
    {{ number }} between 0 and 4611686018427387903
{%- endmacro %}
