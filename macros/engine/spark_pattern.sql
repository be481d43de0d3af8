{#
    A regular expression as RE2 reads it, written for Java, as a text of SQL on Spark. What is written alike and read
    differently: `\s` has no vertical tab, `.` all but a line feed, `$` is the end alone, `\b` is of ASCII, (?i) of
    Unicode, and within a class `[` and `&` are characters.

        {{ spark_pattern('^a\\s$') }}  ->  '(?d)^a[\\t\\n\\f\\r ]\\z'
#}
{% macro spark_pattern(pattern) -%}
    {%- set token = '\\\\[xpP]\\{[^}]*\\}|\\\\.|\\(\\?[a-z]+(?=[:)])|\\[\\^?\\]?|.' -%}
    {%- set blanks, word = '\\t\\n\\f\\r ', '[0-9A-Za-z_]' -%}
    {%- set outside = {
        '$': '\\z',
        '\\s': '[' ~ blanks ~ ']',
        '\\S': '[^' ~ blanks ~ ']',
        '\\v': '\\x0B',
        '\\b': '(?:(?<=' ~ word ~ ')(?!' ~ word ~ ')|(?<!' ~ word ~ ')(?=' ~ word ~ '))',
    } -%}
    {%- set within = {'\\s': blanks, '\\v': '\\x0B', '[': '\\[', '[^': '\\[^', '&': '\\&'} -%}
    {%- set state = namespace(is_within=false) -%}
    {%- set java = ['(?d)'] -%}
    {%- for part in modules.re.findall(token, pattern, modules.re.S) -%}
        {%- if state.is_within and part.startswith('[') and part.endswith(']') -%}
            {%- do java.append('\\' ~ part) -%}
            {%- set state.is_within = false -%}
        {%- elif state.is_within -%}
            {%- do java.append(within.get(part, part)) -%}
            {%- set state.is_within = part != ']' -%}
        {%- elif part.startswith('[') -%}
            {%- do java.append(part | replace(']', '\\]')) -%}
            {%- set state.is_within = true -%}
        {%- elif part.startswith('(?') and 'i' in part -%}
            {%- do java.append(part ~ 'u') -%}
        {%- else -%}
            {%- do java.append(outside.get(part, part)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return("'" ~ java | join('') | replace('\\', '\\\\') ~ "'") }}
{%- endmacro %}

{# What replaces a match, with \\1, \\2, … for groups, as a text of SQL on Spark. #}
{% macro spark_replacement(replacement, groups_before=0) -%}
    {%- set java = [] -%}
    {%- for part in modules.re.findall('\\\\[0-9]|.', replacement, modules.re.S) -%}
        {%- if part | length == 2 -%}
            {%- do java.append('$' ~ (part[1] | int + groups_before)) -%}
        {%- else -%}
            {%- do java.append('\\$' if part == '$' else part) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return("'" ~ java | join('') | replace('\\', '\\\\') ~ "'") }}
{%- endmacro %}
