{#
    An IMDb id in its one written form, `tt` and at least 7 digits: sources leave out the `tt`
    and pad differently, ids of 8 digits exist, and pandas makes decimals of ids where some are
    missing. NULL where the text is no IMDb id.

        '114709', '0114709', 'tt0114709', '114709.0'  ->  'tt0114709'
        '10872600'                                    ->  'tt10872600'
        '', 'nm0000001', '1e5', '114709.5', '0'       ->  NULL
#}
{% macro imdb_id(text) -%}
    'tt' || {{ corate.zero_padded(corate.try_cast(corate.regexp_group(text, '^(?:tt)?(0*[1-9][0-9]*)([.]0*)?$', 1), 'bigint'), 7) }}
{%- endmacro %}
