-- What the headers of the macros in macros/engine promise of rows that go into lists and come out of them, one row for
-- each promise that is not kept. Values are compared as text. A new engine has to pass this before any model.
with letters as (
    {% for letter, place in [("'b'", 2), ("'a'", 3), ("'c'", 1), ("'a'", 4), ('null', 5)] %}
    select
        {{ letter }} as letter,
        {{ place }} as place
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
