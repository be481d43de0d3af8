{#
    The raw id that a key stands for (see entity_key): a key of 0 or more is read back, for any other the id
    stands beside it in int_interactions.

        {{ raw_id('1042', 'null') }}  ->  '521'        {{ raw_id('-3', "'tt0111161'") }}  ->  'tt0111161'
#}
{% macro raw_id(entity_key, text_id) -%}
    case
        when {{ entity_key }} < 0 then {{ text_id }}
        else cast({{ corate.whole_quotient(entity_key, 2) }} as {{ dbt.type_string() }})
    end
{%- endmacro %}
