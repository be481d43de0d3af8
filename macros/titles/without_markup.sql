{#
    A text of HTML without its tags, comments, scripts and styles. Only what HTML knows is a tag. What a page shows on
    lines of their own comes on lines of their own.

        '<span id="t">H<sub>2</sub>O</span>'  ->  'H2O'
        'I <3 You <Untitled>'                 ->  'I <3 You <Untitled>'
#}
{% macro without_markup(text) -%}
    {%- set unseen = '(?is)<(?:script|style)\\b.*?(?:</(?:script|style)\\s*>|$)' -%}
    {%- set comment = '(?s)<!--.*?(?:-->|$)' -%}
    {%- set blocks -%}
        address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|head|header|hr|html
        |iframe|li|link|main|meta|nav|noscript|ol|option|p|pre|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul
    {%- endset -%}
    {%- set inline -%}
        a|abbr|b|bdi|bdo|big|button|cite|code|del|dfn|em|font|i|img|input|ins|kbd|label|mark|o:p|q|s|samp|small|span
        |strike|strong|sub|sup|tt|u|var|wbr
    {%- endset -%}
    {%- set shown = corate.regexp_all_replaced(corate.regexp_all_replaced(text, unseen, '\n'), comment, '') -%}
    {%- set result = namespace(text=shown) -%}
    {%- for names, instead in [(blocks, '\n'), ('br', ' '), (inline, '')] -%}
        {%- set tag = '(?is)</?(?:' ~ names.split() | join('') ~ ')(?:\\s[^<>]*)?/?>' -%}
        {%- set result.text = corate.regexp_all_replaced(result.text, tag, instead) -%}
    {%- endfor -%}
    {{ result.text }}
{%- endmacro %}
