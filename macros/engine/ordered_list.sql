{#
    The values of a group as one list, in ascending order of one expression or several, NULL last. An aggregate
    function.

        select user_id, {{ ordered_list('item_id', ['rated_at', 'source_row']) }} from events group by user_id
          ->  u1, ['b', 'a', 'c']
#}
{% macro ordered_list(value, order_by) -%}
    {{ return(adapter.dispatch('ordered_list', 'corate')(value, [order_by] if order_by is string else order_by)) }}
{%- endmacro %}

{% macro default__ordered_list(value, order_by) -%}
    {{ corate.no_version_for_engine('ordered_list') }}
{%- endmacro %}

{% macro duckdb__ordered_list(value, order_by) -%}
    list({{ value }} order by {{ order_by | join(' nulls last, ') }} nulls last)
{%- endmacro %}

{# Fields of a struct are put in order one after the other, NULL first. #}
{% macro spark__ordered_list(value, order_by) -%}
    transform(
        sort_array(collect_list(struct(
            {%- for expression in order_by %}
            {{ expression }} is null as is_last_{{ loop.index }},
            {{ expression }} as place_{{ loop.index }},
            {%- endfor %}
            {{ value }} as value
        ))),
        element -> element.value
    )
{%- endmacro %}
