{#
    A field of a JSON document as a list of texts: a text alone is a list of one, null is no element, a
    number is its digits. NULL where the field is missing or null, is something else, or where an
    element is a list or an object itself. The field is named by the keys that lead to it.

        {{ json_text_list("'{\"card\": {\"datasets\": [\"c4\", null]}}'", ['card', 'datasets']) }}  ->  ['c4']
        {{ json_text_list("'{\"card\": {\"datasets\": \"c4\"}}'", ['card', 'datasets']) }}          ->  ['c4']
#}
{% macro json_text_list(document, keys) -%}
    {{ return(adapter.dispatch('json_text_list', 'corate')(document, keys)) }}
{%- endmacro %}

{% macro default__json_text_list(document, keys) -%}
    {{ corate.no_version_for_engine('json_text_list') }}
{%- endmacro %}

{% macro duckdb__json_text_list(document, keys) -%}
    {%- set path = '$."' ~ keys | join('"."') ~ '"' -%}
    case json_type({{ document }}, '{{ path }}')
        when 'VARCHAR' then [json_extract_string({{ document }}, '{{ path }}')]
        when 'ARRAY'
            then case
                when len(list_filter(
                    json_type({{ document }}, '{{ path }}[*]'),
                    lambda kind: kind not in ('VARCHAR', 'NULL', 'UBIGINT', 'BIGINT', 'DOUBLE')
                )) = 0
                    then list_filter(
                        json_extract_string({{ document }}, '{{ path }}[*]'),
                        lambda element: element is not null
                    )
            end
    end
{%- endmacro %}

{% macro spark__json_text_list(document, keys) -%}
    {%- set path = "'$[''" ~ keys | join("''][''") ~ "'']'" -%}
    {%- set found = 'try_variant_get(try_parse_json(' ~ document ~ '), ' ~ path ~ ", 'variant')" -%}
    {%- set texts -%}
        case
            when schema_of_variant(found) = 'STRING' then array(cast(found as string))
            when
                schema_of_variant(found) like 'ARRAY%'
                and not exists(
                    cast(found as array<variant>),
                    element -> schema_of_variant(element) like 'ARRAY%'
                    or schema_of_variant(element) like 'OBJECT%'
                    or schema_of_variant(element) = 'BOOLEAN'
                )
                then filter(
                    transform(cast(found as array<variant>), element -> cast(element as string)),
                    element -> element is not null
                )
        end
    {%- endset -%}
    {{ corate.with_value('found', found, texts) }}
{%- endmacro %}
