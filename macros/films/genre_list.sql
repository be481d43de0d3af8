{#
    The genres that MovieLens and MovieTweetings write in one field, as a list in ascending order.

        'Comedy|Animation'      ->  ['Animation', 'Comedy']
        '(no genres listed)'    ->  []
#}
{% macro genre_list(genres) -%}
    case
        when {{ genres }} is null or {{ genres }} in ('', '(no genres listed)') then {{ empty_text_list() }}
        else {{ sorted_list(split_text(genres, '|')) }}
    end
{%- endmacro %}
