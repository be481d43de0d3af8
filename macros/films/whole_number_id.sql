{#
    An id of a source whose ids are whole numbers: pandas makes decimals of them as soon as one is missing, and a side
    file would no longer join. Another text stays as it is.

        '31.0', '31.'   ->  '31'
        '31', '31.5'    ->  '31', '31.5'
#}
{% macro whole_number_id(text) -%}
    case
        when {{ text }} like '%.%' then {{ corate.regexp_replaced(text, '^([0-9]+)[.]0*$', '\\1') }}
        else {{ text }}
    end
{%- endmacro %}
