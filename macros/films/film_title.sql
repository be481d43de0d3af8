{#
    A film's title as people write it: without the year behind it, and with a leading article that the source moved
    behind a comma put back in front, also where another name in brackets stands before the comma. Other names in
    brackets stay as they are. The title has gone through cleaned_title.

        'Matrix, The (1999)'                                    ->  'The Matrix'
        'Enfer, L'' (1994)'                                     ->  'L''Enfer'
        'Human Centipede II (Full Sequence), The (2011)'        ->  'The Human Centipede II (Full Sequence)'
        'Postman, The (Postino, Il) (1994)'                     ->  'The Postman (Postino, Il)'
#}
{% macro film_title(title) -%}
    {%- set articles -%}
        The|the|THE|A|An|Le|La|Les|Un|Une|Des|Il|Lo|I|Gli|Uno|Una|El|Los|Las|Unos|Unas|Els|Der|Die|Das|Ein|Eine
        |De|Het|Een|Den|Det|En|Ett|Et|Ei|O|Os|As|Um|Uma|Az|Egy
    {%- endset -%}
    {%- set cut_off = "[Ll][''’´`]|Gl[''’]|[Uu]n[''’]" -%}
    {%- set before, behind = '^((?:[^()]|[(][^()]*[)])+?) ?, ?', '( ?[(\\[].*)?$' -%}
    {%- set title = corate.regexp_replaced(title, corate.year_of_film_pattern(), '\\1\\3') -%}
    {%- set title = corate.regexp_replaced(title, before ~ '(' ~ cut_off ~ ')' ~ behind, '\\2\\1\\3') -%}
    {{ corate.regexp_replaced(title, before ~ '(' ~ articles.split() | join('') ~ ')' ~ behind, '\\2 \\1\\3') }}
{%- endmacro %}
