{#
    A title as people read it, out of what a catalog or a page has for it: without tags and entities of HTML, on one
    line with single plain blanks, its letters composed. Of several lines the first one that has a letter or a digit
    and is no script counts (else the first that is not empty); a list of one title is that title. NULL where nothing
    is left.

        '<b>Salt &amp;amp; Pepper</b>'                          ->  'Salt & Pepper'
        '["Strings"]'                                           ->  'Strings'
        'var aPageStart = (new Date()).getTime();' and 'Amp'    ->  'Amp'
#}
{% macro cleaned_title(text) -%}
    {%- set code -%}
        getTime *\(|^(var|let|const) +[A-Za-z_$]|^function\b.*\(|^(window|document)[.][A-Za-z_.]+ *[=(]|^if *\(
        |^@(media|import)|^\$\(|^/\*|^\}|[=()].*[{;]$|^[.#][A-Za-z_-]+.*\{
    {%- endset -%}
    {%- set unseen -%}
        [\x{0}-\x{8}\x{E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{61C}\x{180E}\x{200B}\x{200E}\x{200F}
        \x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}]
    {%- endset -%}
    {%- set code = code.split('\n') | map('trim') | join('') -%}
    {%- set element = corate.list_element(corate.python_text_list('title'), 1) -%}
    {%- set only_title -%}
        case
            when {{ corate.trimmed('title') }} not like '[%' then title
            when {{ corate.list_length(corate.python_text_list('title')) }} = 1 and {{ corate.trimmed('title') }} not in ('[' || {{ element }} || ']')
                then {{ element }}
            when {{ corate.trimmed('title') }} <> '[]' then title
        end
    {%- endset -%}
    {%- set plain = corate.without_markup(corate.html_unescaped(corate.without_markup(corate.with_value('title', text, only_title)))) -%}
    {%- set seen = corate.regexp_all_replaced(corate.composed_letters(plain), unseen.split() | join(''), '') -%}
    {%- set first_title -%}
        coalesce(
            {{ corate.first_matching_line('lines', '[\\p{L}\\p{N}]', code) }},
            {{ corate.first_matching_line('lines', '[^ ]', code) }}
        )
    {%- endset -%}
    {{ corate.with_value('lines', seen, first_title) }}
{%- endmacro %}
