{#
    How often a video was seen, as a bigint, out of the text of its page in Portuguese, where dots or blanks part the
    thousands; NULL where the text is no exact count. The text has gone through plain_spaces.

        '1.234.567 visualizações'  ->  1234567
        '1 visualização'           ->  1
        'nenhuma visualização'     ->  0
        '2,3 mil visualizações'    ->  NULL
#}
{% macro view_count(text) -%}
    {%- set none_seen -%}
        ^(?:(?:ainda )?(?:nenhuma|sem|não há|não tem) (?:visualizaç(?:ão|ões)|exibiç(?:ão|ões)|visitas?|vistas?)(?: ainda)?
        |no views(?: yet)?|sin visualizaciones|no hay visualizaciones|aucune vue|keine aufrufe|nessuna visualizzazione)$
    {%- endset -%}
    {%- set count = '^([0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+) (?:visualiza|exibi)(?:ção|ções)$' -%}
    case
        when {{ corate.regexp_group(text, none_seen.split('\n') | map('trim') | join(''), 0) }} is not null then cast(0 as bigint)
        else {{ corate.try_cast(corate.regexp_all_replaced(corate.regexp_group(text, count, 1), '[. ]', ''), 'bigint') }}
    end
{%- endmacro %}
