{#
    A list of texts out of the text that Python prints for it (repr), read and never evaluated; numpy prints blanks
    or line ends between the elements, and JSON is read, too. None, nan and null are no elements, a number is its digits. NULL where the text is not such a list, also
    where an element is a list or dictionary itself: what it would stand for cannot be known.

        {{ python_text_list("'[''a'', \"it''s\", None]'") }}  ->  ['a', 'it''s']
        {{ python_text_list("'[''a'' ''b'']'") }}               ->  ['a', 'b']
        {{ python_text_list("'[]'") }}                        ->  []
        {{ python_text_list("'[[''a''], ''b'']'") }}          ->  NULL
#}
{% macro python_text_list(text) -%}
    {{ return(adapter.dispatch('python_text_list', 'corate')(text)) }}
{%- endmacro %}

{% macro default__python_text_list(text) -%}
    {{ corate.no_version_for_engine('python_text_list') }}
{%- endmacro %}

{% macro duckdb__python_text_list(text) -%}
    {#- escapes by number in octal, and by the name of a character, are never printed by repr -#}
    {%- set quoted = "''(?:[^''\\\\]|\\\\[^0-7N])*''" ~ '|"(?:[^"\\\\]|\\\\[^0-7N])*"' -%}
    {%- set number = '-?[0-9]+(?:[.][0-9]+)?(?:e[+-]?[0-9]+)?' -%}
    {%- set element = '(?:' ~ quoted ~ '|' ~ number ~ '|None|nan|null)' -%}
    case
        when regexp_full_match(
            {{ text }}, '(?s)\s*\[\s*(?:{{ element }}(?:(?:\s*,\s*|\s+){{ element }})*\s*,?)?\s*\]\s*'
        )
            then list_transform(
                list_filter(
                    regexp_extract_all({{ text }}, '(?s){{ quoted }}|{{ number }}|None|nan|null'),
                    lambda element: element not in ('None', 'nan', 'null')
                ),
                lambda element: case
                    when left(element, 1) not in ('''', '"') then element
                    else {{ corate.duckdb__python_unescaped('element[2:-2]') }}
                end
            )
    end
{%- endmacro %}

{# The characters that the inside of a Python literal stands for; unknown escapes stay as they are. #}
{% macro duckdb__python_unescaped(text) -%}
    {%- set hexadecimal = 'x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}' -%}
    case
        when not contains({{ text }}, '\') then {{ text }}
        else array_to_string(
            list_transform(
                regexp_extract_all({{ text }}, '(?s)[^\\]+|\\(?:{{ hexadecimal }}|.)'),
                lambda piece: case
                    when regexp_full_match(piece, '\\(?:{{ hexadecimal }})')
                        then coalesce(try(chr(cast('0x' || piece[3:] as integer))), piece)
                    when piece in ('\\', '\''', '\"') then piece[2:]
                    when piece = '\n' then chr(10)
                    when piece = '\r' then chr(13)
                    when piece = '\t' then chr(9)
                    else piece
                end
            ),
            ''
        )
    end
{%- endmacro %}

{# As that of DuckDB, but that nothing once read is given back (*+): Java reads the turns of a loop on its stack. #}
{% macro spark__python_text_list(text) -%}
    {%- set quoted = "'[^'\\\\]*+(?:\\\\[^0-7N][^'\\\\]*+)*+'" ~ '|"[^"\\\\]*+(?:\\\\[^0-7N][^"\\\\]*+)*+"' -%}
    {%- set quoted = quoted | replace("'", "''") -%}
    {%- set number = '-?[0-9]+(?:[.][0-9]+)?(?:e[+-]?[0-9]+)?' -%}
    {%- set element = '(?:' ~ quoted ~ '|' ~ number ~ '|None|nan|null)' -%}
    {%- set list = '(?:' ~ element ~ '(?:(?:\\s*,\\s*|\\s+)' ~ element ~ ')*+\\s*,?)?' -%}
    case
        when {{ text }} rlike {{ corate.spark_pattern('(?s)^\\s*\\[\\s*' ~ list ~ '\\s*\\]\\s*$') }}
            then transform(
                filter(
                    regexp_extract_all(
                        {{ text }}, {{ corate.spark_pattern('(?s)' ~ quoted ~ '|' ~ number ~ '|None|nan|null') }}, 0
                    ),
                    element -> element not in ('None', 'nan', 'null')
                ),
                element -> case
                    when left(element, 1) not in ('''', '"') then element
                    else {{ corate.spark__python_unescaped('substring(element, 2, length(element) - 2)') }}
                end
            )
    end
{%- endmacro %}

{% macro spark__python_unescaped(text) -%}
    {%- set hexadecimal = 'x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}' -%}
    case
        when not contains({{ text }}, '\\') then {{ text }}
        else array_join(
            transform(
                regexp_extract_all(
                    {{ text }}, {{ corate.spark_pattern('(?s)[^\\\\]+|\\\\(?:' ~ hexadecimal ~ '|.)') }}, 0
                ),
                piece -> case
                    when piece rlike {{ corate.spark_pattern('^\\\\(?:' ~ hexadecimal ~ ')$') }}
                        then coalesce(
                            {{ corate.spark_character('cast(conv(substring(piece, 3), 16, 10) as bigint)') }}, piece
                        )
                    when piece in ('\\\\', '\\''', '\\"') then substring(piece, 2)
                    when piece = '\\n' then '\n'
                    when piece = '\\r' then '\r'
                    when piece = '\\t' then '\t'
                    else piece
                end
            ),
            ''
        )
    end
{%- endmacro %}
