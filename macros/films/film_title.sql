{#
    A film's title as people write it: without the year behind it, and with a leading article
    that the source moved behind a comma put back in front. Other names in brackets stay.

        'Matrix, The (1999)'                                    ->  'The Matrix'
        'Postman, The (Postino, Il) (1994)'                     ->  'The Postman (Postino, Il)'
        'Heat (1995)'                                           ->  'Heat'
#}
{% macro film_title(title) -%}
    {%- set without_year = regexp_replaced(title, '\s*[(]\d{4}(?:[-–]\d{0,4})?[)]\s*$', '') -%}
    {%- set article = '(The|A|An|Le|La|Les|Il|Lo|El|Los|Las|Der|Die|Das|Ein|Eine|Un|Une|Den|Det)' -%}
    trim({{ regexp_replaced(without_year, '^([^(]+), ' ~ article ~ '( [(].*)?$', '\\2 \\1\\3') }})
{%- endmacro %}
