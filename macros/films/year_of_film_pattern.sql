{#
    A regular expression of a film's title with its year: group 1 what stands before, 2 the year (the first of a span),
    3 further brackets behind. Brackets are of any kind; in them a span may be open or a word say what was made; one
    that says nothing but what was made (V, TV, I) may follow.

        Film (1995) · Film [1995] · Film (1995/II) (V) · Film (TV Series 2005–2008) · Film (2012- ) · Film（1995）
#}
{% macro year_of_film_pattern() -%}
    {%- set open, close, other = '[(\\[{（［｛【〔]', '[)\\]}）］｝】〕]', '[^()\\[\\]{}（）［］｛｝【】〔〕]*' -%}
    {%- set kind -%}
        (?i:tv|vg|v|tvm|mini|miniseries|series|serie|movie|film|special|short|episode|video|game|documentary|original|music)
    {%- endset -%}
    {%- set kinds = kind ~ '(?:[ .-]+' ~ kind ~ ')*' -%}
    {%- set numeral = '(?: ?/ ?[IVXLC]+)?' -%}
    {%- set span -%}
        (?: ?(?:[-‐‑‒–—―−~〜/,&]|to|bis) ?(?:[0-9]{0,4}|[?]+|[.]{3}|…|(?i:present|now|today|heute|presente|hoje)) ?)?
    {%- endset -%}
    {%- set year = '(?:c(?:a|irca)?[.]? ?)?((?:18|19|20)[0-9]{2})' ~ numeral ~ span ~ '[?]?' -%}
    {{ return(
        '^(.*[^ ]) ?' ~ open ~ ' ?(?:' ~ kinds ~ ',? )?' ~ year ~ '(?:,? ' ~ kinds ~ ')? ?' ~ close
        ~ '(?: ?' ~ open ~ ' ?(?:' ~ kinds ~ '|[IVXLC]+) ?' ~ close ~ ')*'
        ~ '((?: ?' ~ open ~ other ~ close ~ ')*)$'
    ) }}
{%- endmacro %}
