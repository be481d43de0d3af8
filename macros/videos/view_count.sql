{#
    How often a video was seen, as a bigint, out of the text of its page in Portuguese, where dots
    part the thousands; NULL where the text is no exact count. The text has gone through plain_spaces.

        '1.234.567 visualizações'  ->  1234567
        '1 visualização'           ->  1
        'nenhuma visualização'     ->  0
        '2,3 mil visualizações'    ->  NULL
#}
{% macro view_count(text) -%}
    case
        when {{ text }} = 'nenhuma visualização' then cast(0 as bigint)
        else {{ try_cast(
            regexp_all_replaced(
                regexp_group(text, '^([0-9]+|[0-9]{1,3}(?:[.][0-9]{3})+) visualiza(?:ção|ções)$', 1), '[.]', ''
            ),
            'bigint',
        ) }}
    end
{%- endmacro %}
