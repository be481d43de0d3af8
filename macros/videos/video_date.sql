{#
    A variable of dbt_project.yml that holds a date, as an SQL date.

        {{ video_date('video_reference_date') }}  ->  cast('2019-12-03' as date)
#}
{% macro video_date(name) -%}
    {%- set value = var(name) | string -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', value) -%}
        {{ exceptions.raise_compiler_error(
            "the variable " ~ name ~ " is '" ~ value ~ "': it must be a date such as 2019-12-03"
        ) }}
    {%- endif -%}
    cast('{{ value }}' as date)
{%- endmacro %}
