{#
    A regular expression of one character that shows as a blank, in any script.

        regexp_all_replaced("'a' || chr(160) || 'b'", blanks_pattern() ~ '+', ' ')  ->  'a b'
#}
{% macro blanks_pattern() -%}
    {{ return('[\\s\\x{85}\\p{Z}\\x{2800}\\x{3164}\\x{FFA0}]') }}
{%- endmacro %}
