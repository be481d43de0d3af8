{#
    A label, 1 for a video worth watching and 0 for another; pandas writes whole numbers as 1.0.
    NULL where there is none, or it is neither.

        '1', '1.0'    ->  1
        '0', '0.0'    ->  0
        '', 'talvez'  ->  NULL
#}
{% macro video_label(text) -%}
    case
        when trim({{ text }}) in ('1', '1.0') then 1
        when trim({{ text }}) in ('0', '0.0') then 0
    end
{%- endmacro %}
