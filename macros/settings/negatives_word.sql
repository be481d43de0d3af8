{# The cell negatives of a protocol: how many are drawn, without leading zeros, or that they are given. #}
{% macro negatives_word(cell) -%}
    case when {{ cell }} = 'given' then 'given' else cast({{ try_cast(cell, 'integer') }} as {{ dbt.type_string() }}) end
{%- endmacro %}
