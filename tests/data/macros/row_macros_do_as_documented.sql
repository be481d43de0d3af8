-- What the headers of the macros in macros/engine promise of rows that go into lists and come out of them, one row for
-- each promise that is not kept. Values are compared as text. A new engine has to pass this before any model.
with events as (
    select
        2147483647 as number,
        cast('2020-01-01' as timestamp) as happened_at,
        cast(1099511627775 as bigint) as source_row
    union all
    select
        3 as number,
        cast('2020-01-01' as timestamp) as happened_at,
        cast(1 as bigint) as source_row
    union all
    select
        2 as number,
        cast('2099-12-31 23:59:59.999999' as timestamp) as happened_at,
        cast(2 as bigint) as source_row
    union all
    select
        0 as number,
        cast('1970-01-01' as timestamp) as happened_at,
        cast(9 as bigint) as source_row
    union all
    select
        5 as number,
        null as happened_at,
        cast(4 as bigint) as source_row
    union all
    select
        4 as number,
        null as happened_at,
        cast(3 as bigint) as source_row
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

letters as (
    select
        'b' as letter,
        2 as place
    union all
    select
        'a' as letter,
        3 as place
    union all
    select
        'c' as letter,
        1 as place
    union all
    select
        'a' as letter,
        4 as place
    union all
    select
        null as letter,
        5 as place
),

collect_letters as (
    select
        {{ ordered_list('letter', 'place') }} as letters_in_place,
        {{ ordered_list('place', ['letter', 'place']) }} as letters_by_name,
        {{ distinct_list('letter') }} as distinct_letters
    from letters
),

unnest_letters as (
    select {{ unnest_list('distinct_letters') }} as letter
    from collect_letters
),

unnest_numbers as (
    select {{ unnest_positions('3') }} as position
    from collect_letters
),

fields_of_object as (
    select {{ unnest_json_fields("'{\"b\": \"2\", \"a\": null}'") }} as field
),

unnest_letters_and_places as (
    select
        {{ unnest_lists({
            'letter': 'letters_by_name',
            'former': list_moved('letters_by_name'),
            'place': list_of_positions(list_length('letters_by_name')),
        }) }}
    from collect_letters
),

unnest_nothing as (
    select {{ unnest_positions('0') }} as position
    from collect_letters
),

row_cases as (
    select
        'values_in_order' as macro_name,
        'by time, then by row, without a time first' as example,
        {{ list_element('numbers', 1) }}
        || ' ' || {{ list_element('numbers', 2) }}
        || ' ' || {{ list_element('numbers', 3) }}
        || ' ' || {{ list_element('numbers', 4) }}
        || ' ' || {{ list_element('numbers', 5) }}
        || ' ' || {{ list_element('numbers', 6) }} as result,
        '4 5 0 3 2147483647 2' as expected
    from read_events
    union all
    select
        'ordered_list' as macro_name,
        'the stated order, repeated values kept' as example,
        {{ list_element('letters_in_place', 1) }} || {{ list_element('letters_in_place', 2) }}
        || {{ list_element('letters_in_place', 3) }} || {{ list_element('letters_in_place', 4) }} as result,
        'cbaa' as expected
    from collect_letters
    union all
    select
        'ordered_list' as macro_name,
        'NULL last' as example,
        {{ list_element('letters_by_name', 1) }} || {{ list_element('letters_by_name', 5) }} as result,
        '35' as expected
    from collect_letters
    union all
    select
        'distinct_list' as macro_name,
        'ascending, without NULL' as example,
        {{ list_element('distinct_letters', 1) }} || {{ list_element('distinct_letters', 2) }}
        || {{ list_element('distinct_letters', 3) }} || {{ list_length('distinct_letters') }} as result,
        'abc3' as expected
    from collect_letters
    union all
    select
        'unnest_list' as macro_name,
        'a row for each element' as example,
        min(letter) || max(letter) || count(*) as result,
        'ac3' as expected
    from unnest_letters
    union all
    select
        'unnest_json_fields' as macro_name,
        'a row for each field, null is NULL' as example,
        max(field.key) || max(field.value) || count(field.value) || count(*) as result,
        'b212' as expected
    from fields_of_object
    union all
    select
        'unnest_positions' as macro_name,
        '1 to 3' as example,
        min(position) || ' to ' || max(position) || ', ' || count(*) as result,
        '1 to 3, 3' as expected
    from unnest_numbers
    union all
    -- 3, …, 5 are the letters' places by their names
    select
        'unnest_lists' as macro_name,
        'places go together, and are numbered' as example,
        cast(max(case when place = 1 then letter end) as {{ dbt.type_string() }})
        || max(case when place = 5 then letter end) || count(*) as result,
        '355' as expected
    from unnest_letters_and_places
    union all
    select
        'list_moved' as macro_name,
        'each a place later, NULL in front' as example,
        cast(max(case when place = 2 then former end) as {{ dbt.type_string() }})
        || max(case when place = 1 and former is null then ' NULL ' end) || count(former) as result,
        '3 NULL 4' as expected
    from unnest_letters_and_places
    union all
    select
        'unnest_positions' as macro_name,
        'none' as example,
        cast(count(*) as {{ dbt.type_string() }}) as result,
        '0' as expected
    from unnest_nothing
)

select
    macro_name,
    example,
    result,
    expected
from row_cases
where result is distinct from expected
