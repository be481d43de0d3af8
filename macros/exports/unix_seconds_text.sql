{#
    A timestamp (UTC) as exact Unix seconds in text, without zeros that say nothing.

        {{ unix_seconds_text("timestamp '2014-03-09 00:00:00'") }}    ->  '1394323200'
        {{ unix_seconds_text("timestamp '2014-03-09 00:00:00.25'") }}  ->  '1394323200.25'
#}
{% macro unix_seconds_text(timestamp) -%}
    rtrim(rtrim('' || (cast({{ unix_microseconds(timestamp) }} as decimal(18, 0)) * 0.000001), '0'), '.')
{%- endmacro %}
