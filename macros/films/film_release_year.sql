{#
    The year that MovieLens and MovieTweetings write behind a title, as an integer; NULL where
    there is none. The first year of a span counts.

        'Heat (1995)'               ->  1995
        'Fawlty Towers (1975-1979)' ->  1975
        'Babylon 5'                 ->  NULL
#}
{% macro film_release_year(title) -%}
    cast({{ regexp_group(title, '[(](\d{4})(?:[-–]\d{0,4})?[)]\s*$', 1) }} as integer)
{%- endmacro %}
