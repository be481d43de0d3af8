{#
    The whole number that a text writes in the one usual way: digits alone, no sign, no leading zero. NULL
    for every other text, so that two texts never give the same number. From 0 to 2^62 - 1.

        {{ canonical_number("'521'") }}  ->  521        {{ canonical_number("'007'") }}  ->  NULL
#}
{% macro canonical_number(text) -%}
    case
        when
            {{ corate.is_number_of_key('try_cast(' ~ text ~ ' as bigint)') }}
            and cast(try_cast({{ text }} as bigint) as {{ dbt.type_string() }}) = {{ text }}
            then try_cast({{ text }} as bigint)
    end
{%- endmacro %}
