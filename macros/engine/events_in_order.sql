{#
    The events of a group in the order of their parts, then of their times, then of their rows, NULL times first: an
    aggregate that makes one list, in the form that the engine puts in order fastest. values_in_order and times_in_order
    read it; nothing else does.

    value is a whole number of 31 bits from 0, part one from 0 to 3, time a timestamp from 1970 on, row a whole number of
    40 bits from 1 that no two events of a group share.

        select user_id, {{ events_in_order('item_index', '0', 'rated_at', 'source_row') }} as events
        from events group by user_id

    DuckDB: an event is one number, its part, time (from 1, 0 for none), row and value side by side in 2, 53, 40 and 31
    bits. Such numbers
    are sorted in two thirds of the time of a list ordered by two columns and of a sorted list of times
    (docs/decisions/0017).
#}
{% macro events_in_order(value, part, time, row) -%}
    {{ return(adapter.dispatch('events_in_order', 'corate')(value, part, time, row)) }}
{%- endmacro %}

{% macro default__events_in_order(value, part, time, row) -%}
    {{ corate.no_version_for_engine('events_in_order') }}
{%- endmacro %}

{% macro duckdb__events_in_order(value, part, time, row) -%}
    list_sort(list(
        (cast({{ part }} as hugeint) << 124)
        | (cast(coalesce({{ corate.unix_microseconds(time) }} + 1, 0) as hugeint) << 71)
        | (cast({{ row }} as hugeint) << 31)
        | {{ value }}
    ))
{%- endmacro %}

{# The values of events_in_order, as a list of integers. #}
{% macro values_in_order(events) -%}
    {{ return(adapter.dispatch('values_in_order', 'corate')(events)) }}
{%- endmacro %}

{% macro default__values_in_order(events) -%}
    {{ corate.no_version_for_engine('values_in_order') }}
{%- endmacro %}

{% macro duckdb__values_in_order(events) -%}
    list_transform({{ events }}, lambda event: cast(event & 2147483647 as integer))
{%- endmacro %}

{# The times of events_in_order, as a list of timestamps. #}
{% macro times_in_order(events) -%}
    {{ return(adapter.dispatch('times_in_order', 'corate')(events)) }}
{%- endmacro %}

{% macro default__times_in_order(events) -%}
    {{ corate.no_version_for_engine('times_in_order') }}
{%- endmacro %}

{% macro duckdb__times_in_order(events) -%}
    list_transform(
        {{ events }},
        lambda event: make_timestamp(nullif(cast((event >> 71) & 9007199254740991 as bigint), 0) - 1)
    )
{%- endmacro %}

{# Fields of a struct are put in order one after the other, NULL first. #}
{% macro spark__events_in_order(value, part, time, row) -%}
    sort_array(collect_list(struct({{ part }} as part, {{ time }} as time, {{ row }} as row, {{ value }} as value)))
{%- endmacro %}

{% macro spark__values_in_order(events) -%}
    transform({{ events }}, event -> cast(event.value as integer))
{%- endmacro %}

{% macro spark__times_in_order(events) -%}
    transform({{ events }}, event -> event.time)
{%- endmacro %}
