{#
    A text of HTML with the characters that its entities stand for, named (see html_entities) or numbered, however
    often they were escaped. An entity without a semicolon counts only where it is a number; what is none stays.

        {{ html_unescaped("'Salt &amp; Pepper'") }}   ->  'Salt & Pepper'
        {{ html_unescaped("'Rosie&amp;#39;s Day'") }} ->  'Rosie''s Day'
        {{ html_unescaped("'AT&T Story'") }}          ->  'AT&T Story'
#}
{% macro html_unescaped(text) -%}
    {{ return(adapter.dispatch('html_unescaped', 'corate')(text)) }}
{%- endmacro %}

{% macro default__html_unescaped(text) -%}
    {{ corate.no_version_for_engine('html_unescaped') }}
{%- endmacro %}

{% macro duckdb__html_unescaped(text) -%}
    {#- browsers read the numbers 128 to 159 as Windows wrote them -#}
    {%- set windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ' -%}
    {%- set number -%}
        try_cast(
            case when piece[3:3] in ('x', 'X') then '0x' || rtrim(piece[4:], ';') else rtrim(piece[3:], ';') end as bigint
        )
    {%- endset -%}
    {%- set names = [] -%}
    {%- for name, point in corate.html_entities().items() -%}
        {%- do names.append("'&" ~ name ~ ";': chr(" ~ point ~ ")") -%}
    {%- endfor -%}
    {%- set unescaped -%}
    case
        when not contains(escaped, '&') then escaped
        else array_to_string(
            list_transform(
                regexp_extract_all(
                    -- escaped again, an entity has the entity of & before it
                    regexp_replace(
                        escaped, '&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+(#?[0-9A-Za-z]+;)', '&\1', 'g'
                    ),
                    '(?s)[^&]+|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][0-9A-Za-z]*)?;?'
                ),
                lambda piece: case
                    when left(piece, 2) = '&#' then coalesce(
                        case
                            when {{ number }} between 128 and 159
                                then nullif('{{ windows }}'[{{ number }} - 127], ' ')
                            when {{ number }} > 0 then try(chr(cast({{ number }} as integer)))
                        end,
                        piece
                    )
                    when left(piece, 1) = '&' and right(piece, 1) = ';'
                        then coalesce(map {{ '{' }}{{ names | join(', ') }}{{ '}' }}[piece], piece)
                    else piece
                end
            ),
            ''
        )
    end
    {%- endset -%}
    {{ corate.with_value('escaped', text, unescaped) }}
{%- endmacro %}

{% macro spark__html_unescaped(text) -%}
    {%- set windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ' -%}
    {%- set number -%}
        try_cast(
            case
                when substring(piece, 3, 1) in ('x', 'X') then conv(trim(trailing ';' from substring(piece, 4)), 16, 10)
                else trim(trailing ';' from substring(piece, 3))
            end as bigint
        )
    {%- endset -%}
    {%- set names = [] -%}
    {%- for name, point in corate.html_entities().items() -%}
        {%- do names.append('&' ~ name ~ ';\\u0001' ~ '\\U%08x' | format(point)) -%}
    {%- endfor -%}
    {%- set unescaped -%}
    case
        when not contains(escaped, '&') then escaped
        else array_join(
            transform(
                regexp_extract_all(
                    regexp_replace(
                        escaped,
                        -- nothing once read is given back (++): Java reads the turns of a loop on its stack
                        {{ corate.spark_pattern(
                            '&(?:(?:amp|AMP|#0*38|#[xX]0*26);(?=#?[0-9A-Za-z]+;))++(#?[0-9A-Za-z]+;)'
                        ) }},
                        '&$1'
                    ),
                    {{ corate.spark_pattern(
                        '(?s)[^&]+|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][0-9A-Za-z]*)?;?'
                    ) }},
                    0
                ),
                piece -> case
                    when left(piece, 2) = '&#' then coalesce(
                        case
                            when {{ number }} between 128 and 159
                                then nullif(substring('{{ windows }}', cast({{ number }} - 127 as integer), 1), ' ')
                            when {{ number }} > 0 then {{ corate.spark_character(number) }}
                        end,
                        piece
                    )
                    when left(piece, 1) = '&' and right(piece, 1) = ';'
                        -- one text is read in less time than five hundred
                        then coalesce(
                            try_element_at(str_to_map('{{ names | join('\\u0002') }}', '\\u0002', '\\u0001'), piece),
                            piece
                        )
                    else piece
                end
            ),
            ''
        )
    end
    {%- endset -%}
    {{ corate.with_value('escaped', text, unescaped) }}
{%- endmacro %}
