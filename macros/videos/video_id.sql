{#
    The id of a video, 11 characters, out of an address of its picture or of its page, in any of YouTube's forms; NULL
    where there is none. A list of videos and the live stream of a channel have a word in its place.

        'https://i.ytimg.com/vi/-ZZsample_1/maxresdefault.jpg'  ->  '-ZZsample_1'
        'https://www.youtube.com/watch?v=-ZZsample_1&t=1s'      ->  '-ZZsample_1'
        'https://youtube.com/shorts/-ZZsample_1'                ->  '-ZZsample_1'
        'https://www.youtube.com/embed/videoseries?list=PL1'    ->  NULL
#}
{% macro video_id(address) -%}
    {%- set host = '(?:^|youtube(?:-nocookie|kids|education)?[.]com|youtube[.]googleapis[.]com|youtu[.]be)' -%}
    {%- set pages = host ~ '/(?:embed|shorts|live|watch|v|e|user/[^/]+#p/(?:[a-z]/)+[0-9]+|#/watch/?)/' -%}
    {%- set pictures = '/(?:vi|vi_webp|an|an_webp|sb)/' -%}
    {%- set parameters = '(?:[?&;#]|%3F|%26)(?:v|vi|video_id)(?:=|%3D)' -%}
    {%- set before = '(?:' ~ [pictures, pages, parameters, 'youtu[.]be/'] | join('|') ~ ')' -%}
    {%- set found = corate.regexp_group(address, before ~ '([A-Za-z0-9_-]{11})(?:[^A-Za-z0-9_-]|$)', 1) -%}
    nullif(nullif({{ found }}, 'videoseries'), 'live_stream')
{%- endmacro %}
