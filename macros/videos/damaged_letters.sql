{#
    What of a text was damaged on the way, by a program that took UTF-8 for another encoding, or lost what it could not
    write; NULL where nothing looks like that. Not for texts in lower case.

        'visualizaÃ§Ãµes'                     ->  'Ã§'
        'visualiza' || chr(65533) || 'es'     ->  chr(65533)
        'visualizações'                       ->  NULL
#}
{% macro damaged_letters(text) -%}
    {#- the bytes 80 to BF of UTF-8 as Latin-1 and as Windows shows them; what may follow IRMÃ needs a letter behind -#}
    {%- set later = '[\\x{80}-\\x{9F}¡-ª¬-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]' -%}
    {%- set mark = '[‘’“”–—…«»]' -%}
    {{ corate.regexp_group(
        text,
        'Ã(?:' ~ later ~ '|' ~ mark ~ '\\p{L})|Â(?:\\x{A0}|' ~ later ~ ')|â[\\x{80}€](?:' ~ later ~ '|' ~ mark ~ ')'
        ~ '|ï¿½|\\x{FFFD}',
        0
    ) }}
{%- endmacro %}
