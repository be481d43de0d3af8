{#
    Ends a command that sets a variable which has become a column of seeds/video_lists.csv: it would change nothing, and
    nobody would know. Runs at the beginning of commands that build.

        dbt build --vars '{video_scraped_on: "2024-01-30"}'
          ->  the variable video_scraped_on is gone: write it into the column scraped_on of seeds/video_lists.csv, …
#}
{% macro refuse_former_variables() %}
    {% for column in [
        'scraped_on', 'reference_date', 'valid_starts_on', 'term_min_titles', 'queue_uncertain', 'queue_random',
        'queue_seed',
    ] %}
        {% if var('video_' ~ column, none) is not none %}
            {{ exceptions.raise_compiler_error(
                "the variable video_" ~ column ~ " is gone: write its value into the column " ~ column
                ~ " of seeds/video_lists.csv, on a line for each list of videos, and set it no more"
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
