{#
    The year that MovieLens and MovieTweetings write behind a title, as an integer; NULL where there is none. The first
    year of a span counts. The title has gone through cleaned_title.

        'Heat (1995)'               ->  1995
        'Heat [1995] (V)'           ->  1995
        'Fawlty Towers (1975-1979)' ->  1975
        'Babylon 5'                 ->  NULL
#}
{% macro film_release_year(title) -%}
    cast({{ corate.regexp_group(title, corate.year_of_film_pattern(), 2) }} as integer)
{%- endmacro %}
