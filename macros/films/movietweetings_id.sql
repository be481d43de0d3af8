{#
    A film's id of MovieTweetings, which is its IMDb id without the `tt`, with at least 7 digits: the zeros in front are
    gone where a file went through whole numbers. Another text stays as it is.

        '0062055', '62055', '62055.0', 'tt0062055'  ->  '0062055'
        '10872600'                                  ->  '10872600'
#}
{% macro movietweetings_id(text) -%}
    coalesce(substr({{ corate.imdb_id(text) }}, 3), {{ text }})
{%- endmacro %}
