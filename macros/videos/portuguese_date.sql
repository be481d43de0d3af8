{#
    The date at the end of a text in Portuguese, months in full, cut, or as numbers after the day (Portugal); NULL
    where there is none or no such day. The text has gone through plain_spaces.

        'publicado em 3 de set. de 2018'  ->  2018-09-03
        'estreou em 1º de março de 2019'  ->  2019-03-01
        'publicado a 03/09/2018'          ->  2018-09-03
        'publicado em 31 de fev. de 2019' ->  NULL
#}
{% macro portuguese_date(text) -%}
    {%- set endings = {
        'jan': 'eiro', 'fev': 'ereiro', 'mar': 'ço', 'abr': 'il', 'mai': 'o', 'jun': 'ho',
        'jul': 'ho', 'ago': 'sto', 'set': 'embro', 'out': 'ubro', 'nov': 'embro', 'dez': 'embro',
    } -%}
    {%- set months = [] -%}
    {%- for month, ending in endings.items() -%}
        {%- do months.append(month ~ '(?:' ~ ending ~ ')?') -%}
    {%- endfor -%}
    {%- set pattern = '(?:^| )([0-9]{1,2})[ºª°]? (?:de )?(' ~ months | join('|') ~ ')[.]? (?:de )?([0-9]{4})$' -%}
    {%- set written -%}
        {{ corate.regexp_group(text, pattern, 3) }}
        || case left({{ corate.regexp_group(text, pattern, 2) }}, 3)
            {%- for month in endings %}
            when '{{ month }}' then '-{{ '%02d' | format(loop.index) }}-'
            {%- endfor %}
        end
        || {{ corate.zero_padded(corate.try_cast(corate.regexp_group(text, pattern, 1), 'integer'), 2) }}
    {%- endset -%}
    {%- set numbers = '(?:^| )([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})$' -%}
    {%- set numbered -%}
        {{ corate.regexp_group(text, numbers, 3) }}
        || '-' || {{ corate.zero_padded(corate.try_cast(corate.regexp_group(text, numbers, 2), 'integer'), 2) }}
        || '-' || {{ corate.zero_padded(corate.try_cast(corate.regexp_group(text, numbers, 1), 'integer'), 2) }}
    {%- endset -%}
    coalesce({{ corate.try_cast(written, 'date') }}, {{ corate.try_cast(numbered, 'date') }})
{%- endmacro %}
