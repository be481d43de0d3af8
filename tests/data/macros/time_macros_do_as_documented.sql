-- What the headers of the macros in macros/engine promise of times, one row for each promise that is not kept. A new
-- engine has to pass this before any model.
with events as (
    {% for number, happened_at, source_row in [
        (2147483647, "'2020-01-01'", 1099511627775),
        (3, "'2020-01-01'", 1),
        (2, "'2099-12-31 23:59:59.999999'", 2),
        (0, "'1970-01-01'", 9),
        (5, 'null', 4),
        (4, 'null', 3),
    ] %}
    select
        {{ number }} as number,
        cast({{ happened_at }} as timestamp) as happened_at,
        cast({{ source_row }} as bigint) as source_row
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

collect_events as (
    select {{ events_in_order('number', '0', 'happened_at', 'source_row') }} as events_in_order
    from events
),

read_events as (
    select
        {{ values_in_order('events_in_order') }} as numbers,
        {{ times_in_order('events_in_order') }} as times
    from collect_events
),

unreadable_times as (
    {% for written in [
        'yesterday',
        '1_394_323_200',
        'today',
        '2014-03',
        'T10',
        '10:00',
        '2014-03-09 00:00:00+25:00',
        '2014-03-09 00:00:00 +1430',
        '2014-03-09 00:00:00-05:60',
        '2014-03-09 00:00:00 CET',
        '2014-03-09 00:00 GMT+2',
        '2014-03-09 00:00:00 Europe/Berlin',
        '2014-03-09 (BC)',
        'epoch',
        'infinity',
    ] %}
    select '{{ written }}' as written
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

time_cases as (
    select
        'timestamp_from_unix' as macro_name,
        'seconds' as example,
        {{ timestamp_from_unix('cast(1394323200 as bigint)') }} = cast('2014-03-09 00:00:00' as timestamp) as is_kept
    union all
    select
        'timestamp_from_unix' as macro_name,
        'milliseconds' as example,
        {{ timestamp_from_unix('1394323200500') }} = cast('2014-03-09 00:00:00.5' as timestamp)
        and {{ timestamp_from_unix('253402300799') }} is null
        and {{ timestamp_from_unix('4102444799') }} = cast('2099-12-31 23:59:59' as timestamp)
        and {{ timestamp_from_unix('4102444800') }} is null
        and {{ timestamp_from_unix('631151999999') }} is null
        and {{ timestamp_from_unix('631152000000') }} = cast('1990-01-01 00:00:00' as timestamp)
        and {{ timestamp_from_unix('4102444800000') }} is null
        and {{ timestamp_from_unix('-1') }} = cast('1969-12-31 23:59:59' as timestamp) as is_kept
    union all
    select
        'timestamp_from_text' as macro_name,
        'a number' as example,
        {{ timestamp_from_text("'1394323200.0'") }} = cast('2014-03-09 00:00:00' as timestamp) as is_kept
    union all
    select
        'timestamp_from_text' as macro_name,
        'a zone' as example,
        {{ timestamp_from_text("'2014-03-09T02:00:00+02:00'") }} = cast('2014-03-09 00:00:00' as timestamp) as is_kept
    union all
    select
        'timestamp_from_text' as macro_name,
        'a zone after a blank' as example,
        {{ timestamp_from_text("'2014-03-09 02:00:00 +0200'") }} = cast('2014-03-09 00:00:00' as timestamp)
        and {{ timestamp_from_text("'2014-03-09 00:00:00 UTC'") }} = cast('2014-03-09 00:00:00' as timestamp)
        and {{ timestamp_from_text("'2014-03-08T21:00:00 -03'") }} = cast('2014-03-09 00:00:00' as timestamp)
            as is_kept
    union all
    select
        'timestamp_from_text' as macro_name,
        'no time, or of a zone that is none: ' || written as example,
        {{ timestamp_from_text('written') }} is null as is_kept
    from unreadable_times
    union all
    select
        'timestamp_from_text' as macro_name,
        'unix seconds, and the last zone' as example,
        {{ timestamp_from_text("'2014'") }} = cast('1970-01-01 00:33:34' as timestamp)
        and {{ timestamp_from_text("'2014-03-09 14:00:00+14:00'") }} = cast('2014-03-09 00:00:00' as timestamp)
            as is_kept
    union all
    select
        'timestamp_from_unix' as macro_name,
        'a fraction, to the nearest microsecond' as example,
        {{ timestamp_from_unix('cast(8.2 as double)') }} = cast('1970-01-01 00:00:08.2' as timestamp) as is_kept
    union all
    select
        'unix_microseconds' as macro_name,
        'one second' as example,
        {{ unix_microseconds("cast('1970-01-01 00:00:01' as timestamp)") }} = 1000000 as is_kept
    union all
    -- of these, clocks that are put forward and back leave one out, and have one twice
    {% for time, microseconds in {
        '2019-07-20 12:34:56.000001': 1563626096000001,
        '2021-03-14 02:30:00': 1615689000000000,
        '2021-11-07 01:30:00': 1636248600000000,
        '1969-12-31 23:59:59.5': -500000,
        '2099-12-31 23:59:59.999999': 4102444799999999,
    }.items() %}
    select
        'unix_microseconds' as macro_name,
        '{{ time }}' as example,
        {{ unix_microseconds("cast('" ~ time ~ "' as timestamp)") }} = {{ microseconds }} as is_kept
    union all
    {% endfor %}
    select
        'values_in_order' as macro_name,
        'by time, then by row, without a time first' as example,
        {% for number in [4, 5, 0, 3, 2147483647, 2] %}
        {{ list_element('numbers', loop.index) }} = {{ number }} {{ 'and' if not loop.last }}
        {% endfor %} as is_kept
    from read_events
    union all
    select
        'times_in_order' as macro_name,
        'the first and the last that there can be, and NULL' as example,
        {{ list_element('times', 2) }} is null
        and {{ list_element('times', 3) }} = cast('1970-01-01' as timestamp)
        and {{ list_element('times', 4) }} = cast('2020-01-01' as timestamp)
        and {{ list_element('times', 6) }} = cast('2099-12-31 23:59:59.999999' as timestamp)
        and {{ list_length('times') }} = 6 as is_kept
    from read_events
)

select
    macro_name,
    example
from time_cases
where not coalesce(is_kept, false)
