{#
    The elements of a JSON array as a list of texts: what is no text itself is as JSON writes it, null is no element. NULL
    where the text is no JSON array.

        {{ json_elements("'[\"a\", true, [1], null]'") }}  ->  ['a', 'true', '[1]']
        {{ json_elements("'[a]'") }}                       ->  NULL
#}
{% macro json_elements(text) -%}
    {{ return(adapter.dispatch('json_elements', 'corate')(text)) }}
{%- endmacro %}

{% macro default__json_elements(text) -%}
    {{ corate.no_version_for_engine('json_elements') }}
{%- endmacro %}

{% macro duckdb__json_elements(text) -%}
    case
        when json_valid({{ text }}) and json_type({{ text }}) = 'ARRAY'
            then list_filter(json_extract_string({{ text }}, '$[*]'), lambda element: element is not null)
    end
{%- endmacro %}

{# In brackets of its own: from_json would leave out of account what stands behind the array. #}
{% macro spark__json_elements(text) -%}
    {%- set elements -%}
        case when array_size(found) = 1 then filter(get(found, 0), element -> element is not null) end
    {%- endset -%}
    {{ corate.with_value(
        'found',
        "from_json('[' || " ~ text ~ " || ']', 'array<array<string>>',"
        ~ " map('allowSingleQuotes', 'false'))",
        elements
    ) }}
{%- endmacro %}
