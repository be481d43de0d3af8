{#
    The id of a video, 11 characters, out of the address of its picture or of its page; NULL where
    there is none.

        'https://i.ytimg.com/vi/-5hEYRt8JE0/maxresdefault.jpg'  ->  '-5hEYRt8JE0'
        'https://www.youtube.com/watch?v=-5hEYRt8JE0&t=1s'      ->  '-5hEYRt8JE0'
#}
{% macro video_id(address) -%}
    {{ regexp_group(address, '(?:/vi/|[?&]v=|youtu[.]be/)([A-Za-z0-9_-]{11})(?:[/?&#]|$)', 1) }}
{%- endmacro %}
