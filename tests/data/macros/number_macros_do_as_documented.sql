-- What the headers of the macros in macros/engine promise of numbers, one row for each promise that is
-- not kept. Values are compared as text. A new engine has to pass this before any model.
with some_numbers as (
    select {{ unnest_list(list_of(['9', '2', '9', 'null', '9', 'null'])) }} as number
),

number_cases as (
    select
        'nearest_double' as macro_name,
        'of more than 64 bits, a little below the middle between two' as example,
        case
            when
                {{ nearest_double(exact_number('45315369713141362469')) }} = cast('45315369713141362469' as double)
                and {{ nearest_double('cast(-7 as bigint)') }} = -7
                then 'nearest'
        end as result,
        'nearest' as expected
    union all
    select
        'days_after' as macro_name,
        'over the end of a month' as example,
        cast({{ days_after("cast('2019-02-27' as date)", '1 + 1') }} as {{ dbt.type_string() }}) as result,
        '2019-03-01' as expected
    union all
    select
        'high_bits' as macro_name,
        'with its sign' as example,
        cast({{ high_bits('cast(-1 as bigint)') }} as {{ dbt.type_string() }}) as result,
        '-1' as expected
    union all
    select
        'whole_quotient' as macro_name,
        'of more than 64 bits' as example,
        cast(
            {{ whole_quotient(exact_number("'92233720368547758080000'"), 1000000) }} as {{ dbt.type_string() }}
        ) as result,
        '92233720368547758' as expected
    union all
    select
        'gain' as macro_name,
        'a logarithm, rounded to 1e-12' as example,
        cast({{ gain('2') }} as {{ dbt.type_string() }}) as result,
        '630929753571' as expected
    union all
    select
        'rounded_number' as macro_name,
        'of cast(8.2 as double) * 1000000' as example,
        cast({{ rounded_number('cast(8.2 as double) * 1000000') }} as {{ dbt.type_string() }}) as result,
        '8200000' as expected
    union all
    select
        'rounded_number' as macro_name,
        'of cast(4.1 as double) * 1000000' as example,
        cast({{ rounded_number('cast(4.1 as double) * 1000000') }} as {{ dbt.type_string() }}) as result,
        '4100000' as expected
    union all
    select
        'rounded_number' as macro_name,
        'of cast(2.5 as double)' as example,
        cast({{ rounded_number('cast(2.5 as double)') }} as {{ dbt.type_string() }}) as result,
        '2' as expected
    union all
    select
        'rounded_number' as macro_name,
        'of cast(-3.5 as double)' as example,
        cast({{ rounded_number('cast(-3.5 as double)') }} as {{ dbt.type_string() }}) as result,
        '-4' as expected
    union all
    select
        'exact_sum' as macro_name,
        'beyond 64 bits' as example,
        cast({{ exact_sum('number') }} as {{ dbt.type_string() }}) as result,
        '18446744073709551614' as expected
    from (
        select cast(9223372036854775807 as bigint) as number
        union all
        select cast(9223372036854775807 as bigint) as number
    ) as large_numbers
    union all
    select
        'rows_hash' as macro_name,
        'NULL has its place' as example,
        cast(
            min(case when pair = 1 then made_hash end) = min(case when pair = 2 then made_hash end)
            as {{ dbt.type_string() }}
        ) as result,
        'false' as expected
    from (
        {% for pair, cells in {1: ('null', '1'), 2: ('1', 'null')}.items() %}
        select
            {{ pair }} as pair,
            {{ rows_hash('made') }} as made_hash
        from (
            select
                cast({{ cells[0] }} as integer) as a,
                cast({{ cells[1] }} as integer) as b
        ) as made
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as two_tables
    union all
    select
        'days_between' as macro_name,
        'over the end of a month' as example,
        cast(
            {{ days_between("cast('2019-02-27' as date)", "cast('2019-03-01' as date)") }} as {{ dbt.type_string() }}
        ) as result,
        '2' as expected
    union all
    select
        'days_between' as macro_name,
        'backwards' as example,
        cast(
            {{ days_between("cast('2019-03-01' as date)", "cast('2019-02-27' as date)") }} as {{ dbt.type_string() }}
        ) as result,
        '-2' as expected
    union all
    select
        'whole_quotient' as macro_name,
        'without the rest' as example,
        cast({{ whole_quotient('7', 2) }} as {{ dbt.type_string() }}) as result,
        '3' as expected
    union all
    select
        'exact_number' as macro_name,
        'a product that passes 64 bits' as example,
        cast({{ exact_number('9999999999') }} * 9999999999 as {{ dbt.type_string() }}) as result,
        '99999999980000000001' as expected
    union all
    select
        'repeated_values' as macro_name,
        'each once, and not NULL' as example,
        cast(count(*) as {{ dbt.type_string() }}) || ' ' || cast(max(number) as {{ dbt.type_string() }}) as result,
        '1 9' as expected
    from ({{ repeated_values('some_numbers', 'number') }}) as repeated_numbers
    union all
    select
        'nth_largest' as macro_name,
        'equal values count one by one' as example,
        cast({{ nth_largest('number', '2') }} as {{ dbt.type_string() }}) as result,
        '9' as expected
    from (
        select 9 as number
        union all
        select 9 as number
        union all
        select 2 as number
    ) as three_numbers
    union all
    select
        'nth_largest' as macro_name,
        'the smallest of too few' as example,
        cast({{ nth_largest('number', '5') }} as {{ dbt.type_string() }}) as result,
        '2' as expected
    from (
        select 9 as number
        union all
        select 2 as number
    ) as two_numbers
)

select
    macro_name,
    example,
    result,
    expected
from number_cases
where result is distinct from expected
