{#
    The id of a video, 11 characters, out of the address of its picture or of its page; NULL where
    there is none.

        'https://i.ytimg.com/vi/-ZZsample_1/maxresdefault.jpg'  ->  '-ZZsample_1'
        'https://www.youtube.com/watch?v=-ZZsample_1&t=1s'      ->  '-ZZsample_1'
#}
{% macro video_id(address) -%}
    {{ regexp_group(address, '(?:/vi/|[?&]v=|youtu[.]be/)([A-Za-z0-9_-]{11})(?:[/?&#]|$)', 1) }}
{%- endmacro %}
