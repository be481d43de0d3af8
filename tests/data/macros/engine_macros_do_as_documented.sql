-- What the header of each macro in macros/engine promises, one row for each promise that is not
-- kept. Values are compared as text. A new engine has to pass this before any model.
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

list_cases as (
    select
        'list_element' as macro_name,
        'before the first' as example,
        {{ list_element(split_text("'a|b|c'", '|'), 0) }} as result,
        null as expected
    union all
    select
        'list_element' as macro_name,
        'of none, in a case that guards against it' as example,
        case when {{ list_length(empty_text_list()) }} > 0 then {{ list_element(empty_text_list(), 1) }} end as result,
        null as expected
    union all
    select
        'list_length' as macro_name,
        'of NULL is NULL' as example,
        cast(
            {{ list_length("nullif(" ~ empty_text_list() ~ ", " ~ empty_text_list() ~ ")") }} as {{ dbt.type_string() }}
        ) as result,
        null as expected
    union all
    select
        'json_elements' as macro_name,
        'something behind the array' as example,
        cast({{ list_length(json_elements("'[\"a\"] x'")) }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'python_text_list' as macro_name,
        'escapes, of which some are no character' as example,
        {{ list_element(python_text_list(text_literal("['\\x41\\n\\ud83d\\U0001F600\\\\q']")), 1) }} as result,
        'A' || {{ character(10) }} || {{ text_literal('\\ud83d😀\\q') }} as expected
    union all
    select
        'distinct_texts' as macro_name,
        'a word with a backslash that stands for nothing' as example,
        cast(
            {{ list_length(distinct_texts(list_of([text_literal('\\N'), "'n'"]), ['\\n'])) }} as {{ dbt.type_string() }}
        ) as result,
        '1' as expected
    union all
    select
        'list_element' as macro_name,
        'second of three' as example,
        {{ list_element(split_text("'a|b|c'", '|'), 2) }} as result,
        'b' as expected
    union all
    select
        'list_element' as macro_name,
        'outside of the list' as example,
        {{ list_element(split_text("'a|b|c'", '|'), 4) }} as result,
        null as expected
    union all
    select
        'list_length' as macro_name,
        'three' as example,
        cast({{ list_length(split_text("'a|b|c'", '|')) }} as {{ dbt.type_string() }}) as result,
        '3' as expected
    union all
    select
        'split_text' as macro_name,
        'the separator is no pattern' as example,
        {{ list_element(split_text("'Drama|War'", '|'), 2) }} as result,
        'War' as expected
    union all
    select
        'list_part' as macro_name,
        'both ends are included' as example,
        {{ list_element(list_part(split_text("'a|b|c|d'", '|'), 2, 3), 1) }}
        || {{ list_element(list_part(split_text("'a|b|c|d'", '|'), 2, 3), 2) }}
        || {{ list_length(list_part(split_text("'a|b|c|d'", '|'), 2, 3)) }} as result,
        'bc2' as expected
    union all
    select
        'list_part' as macro_name,
        'empty where last < first' as example,
        cast({{ list_length(list_part(split_text("'a|b'", '|'), 1, 0)) }} as {{ dbt.type_string() }}) as result,
        '0' as expected
    union all
    select
        'json_elements' as macro_name,
        'what is no text is as JSON writes it, null is no element' as example,
        {{ list_element(json_elements("'[\"a\", true, [1], null]'"), 2) }}
        || {{ list_length(json_elements("'[\"a\", true, [1], null]'")) }} as result,
        'true3' as expected
    union all
    select
        'json_elements' as macro_name,
        'no JSON array' as example,
        cast({{ list_length(json_elements("'[a]'")) }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'list_of' as macro_name,
        'in the order given' as example,
        {{ list_element(list_of(["'b'", "'a'"]), 2) }} as result,
        'a' as expected
    union all
    select
        'python_text_list' as macro_name,
        'a quote inside, None is no element' as example,
        {{ list_element(python_text_list("'[''a'', None, \"it''s\"]'"), 2) }} as result,
        'it''s' as expected
    union all
    select
        'python_text_list' as macro_name,
        'an empty list' as example,
        cast({{ list_length(python_text_list("'[]'")) }} as {{ dbt.type_string() }}) as result,
        '0' as expected
    union all
    select
        'python_text_list' as macro_name,
        'a list in the list' as example,
        cast({{ list_length(python_text_list("'[[''a''], ''b'']'")) }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'python_text_list' as macro_name,
        'as numpy prints it' as example,
        {{ list_element(python_text_list("'[''a''' || chr(10) || ' ''b'']'"), 2) }} as result,
        'b' as expected
    union all
    select
        'distinct_texts' as macro_name,
        'trimmed, each once, none left out' as example,
        {{ list_element(distinct_texts(split_text("'War| Drama|War||N/A'", '|'), ['n/a']), 1) }}
        || {{ list_element(distinct_texts(split_text("'War| Drama|War||N/A'", '|'), ['n/a']), 2) }}
        || {{ list_length(distinct_texts(split_text("'War| Drama|War||N/A'", '|'), ['n/a'])) }} as result,
        'DramaWar2' as expected
    union all
    select
        'json_text_list' as macro_name,
        'null is no element' as example,
        {{ list_element(json_text_list("'{\"datasets\": [null, \"c4\"]}'", ['datasets']), 1) }} as result,
        'c4' as expected
    union all
    select
        'json_text_list' as macro_name,
        'a text alone' as example,
        {{ list_element(json_text_list("'{\"card\": {\"datasets\": \"c4\"}}'", ['card', 'datasets']), 1) }} as result,
        'c4' as expected
    union all
    select
        'json_text_list' as macro_name,
        'an object in the list' as example,
        {{ list_element(json_text_list("'{\"datasets\": [\"c4\", {\"a\": 1}]}'", ['datasets']), 1) }} as result,
        null as expected
    union all
    select
        'empty_text_list' as macro_name,
        'no element' as example,
        cast({{ list_length(empty_text_list()) }} as {{ dbt.type_string() }}) as result,
        '0' as expected
),

text_cases as (
    select
        'character' as macro_name,
        'beyond 8 bits' as example,
        {{ character(8195) }} as result,
        ' ' as expected
    union all
    select
        'character' as macro_name,
        'beyond 16 bits' as example,
        {{ character(128512) }} as result,
        '😀' as expected
    union all
    select
        'text_literal' as macro_name,
        'a quote and a backslash' as example,
        cast(length({{ text_literal("\\N it's") }}) as {{ dbt.type_string() }}) as result,
        '7' as expected
    union all
    select
        'trimmed' as macro_name,
        'blanks that do not break, but no line end' as example,
        {{ trimmed(character(160) ~ " || ' a' || " ~ character(8195) ~ ' || ' ~ character(10)) }} as result,
        'a' || {{ character(8195) }} || {{ character(10) }} as expected
    union all
    select
        'trimmed' as macro_name,
        'blanks at both ends' as example,
        {{ trimmed(character(160) ~ " || ' a ' || " ~ character(8195)) }} as result,
        'a' as expected
    union all
    select
        'lower_cased' as macro_name,
        'character by character' as example,
        {{ lower_cased("'ΟΔΟΣ İ'") }} as result,
        'οδοσ i' as expected
    union all
    select
        'regexp_group' as macro_name,
        'the end is not before a line end' as example,
        {{ regexp_group("'a' || " ~ character(10), 'a$', 0) }} as result,
        null as expected
    union all
    select
        'regexp_group' as macro_name,
        'a vertical tab is no blank' as example,
        {{ regexp_group(character(11), '\\s', 0) }} as result,
        null as expected
    union all
    select
        'regexp_group' as macro_name,
        'no distinction of case is of Unicode' as example,
        {{ regexp_group("'ſ'", '(?i)s', 0) }} as result,
        'ſ' as expected
    union all
    select
        'regexp_group' as macro_name,
        'a bracket and an ampersand in a class' as example,
        {{ regexp_group("'x[&&'", '[[&&]+', 0) }} as result,
        '[&&' as expected
    union all
    select
        'regexp_group' as macro_name,
        'words end at letters beyond ASCII' as example,
        {{ regexp_group("'aé'", 'a\\b', 0) }} as result,
        'a' as expected
    union all
    select
        'regexp_replaced' as macro_name,
        'the first match alone' as example,
        {{ regexp_replaced("'banana'", 'a(n)', '\\1$') }} as result,
        'bn$ana' as expected
    union all
    select
        'regexp_all_replaced' as macro_name,
        'a dollar is no group' as example,
        {{ regexp_all_replaced("'aa'", 'a', '$1') }} as result,
        '$1$1' as expected
    union all
    select
        'html_unescaped' as macro_name,
        'half of a pair of UTF-16' as example,
        {{ html_unescaped("'&#55357;'") }} as result,
        '&#55357;' as expected
    union all
    select
        'known_text' as macro_name,
        'a word is no line end' as example,
        {{ known_text("'N'") }} || coalesce({{ known_text(text_literal('\\N')) }}, '') as result,
        'N' as expected
    union all
    select
        'try_cast' as macro_name,
        'a number with a fraction, to the nearest' as example,
        cast({{ try_cast("'2.5'", 'integer') }} as {{ dbt.type_string() }}) as result,
        '3' as expected
    union all
    select
        'try_cast' as macro_name,
        'a number with an exponent' as example,
        cast({{ try_cast("' 1e3'", 'bigint') }} as {{ dbt.type_string() }}) as result,
        '1000' as expected
    union all
    select
        'try_cast' as macro_name,
        'a number beyond its type' as example,
        cast({{ try_cast("'2147483648'", 'integer') }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'try_cast' as macro_name,
        'a word of Java' as example,
        cast({{ try_cast("'1d'", 'double') }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'try_cast' as macro_name,
        'a word for a date' as example,
        cast({{ try_cast("'yesterday'", 'date') }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'try_cast' as macro_name,
        'a part of a date' as example,
        cast({{ try_cast("'2014-03'", 'date') }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'zero_padded' as macro_name,
        'NULL' as example,
        {{ zero_padded('cast(null as integer)', 7) }} as result,
        null as expected
    union all
    select
        'hex_text' as macro_name,
        '64 bits' as example,
        {{ hex_text("cast('18446744073709551615' as decimal(38, 0))") }} as result,
        'ffffffffffffffff' as expected
    union all
    select
        'json_text' as macro_name,
        'text keeps its zeros' as example,
        {{ json_text("'{\"asin\": \"0205616461\"}'", 'asin') }} as result,
        '0205616461' as expected
    union all
    select
        'json_text' as macro_name,
        'null' as example,
        {{ json_text("'{\"asin\": null}'", 'asin') }} as result,
        null as expected
    union all
    select
        'json_text' as macro_name,
        'further down' as example,
        {{ json_text("'{\"config\": {\"type\": \"t5\"}}'", ['config', 'type']) }} as result,
        't5' as expected
    union all
    select
        'json_text' as macro_name,
        'missing' as example,
        {{ json_text("'{\"product\": {\"asin\": 1}}'", 'asin') }} as result,
        null as expected
    union all
    select
        'regexp_group' as macro_name,
        'the first group' as example,
        {{ regexp_group("'Heat (1995)'", '[(](\\d{4})[)]\\s*$', 1) }} as result,
        '1995' as expected
    union all
    select
        'regexp_group' as macro_name,
        'nothing matches' as example,
        {{ regexp_group("'Heat'", '[(](\\d{4})[)]\\s*$', 1) }} as result,
        null as expected
    union all
    select
        'regexp_all_replaced' as macro_name,
        'every match, and groups' as example,
        {{ regexp_all_replaced("'1.234.567'", '[.]([0-9])', '\\1') }} as result,
        '1234567' as expected
    union all
    {% for escaped, text in {
        'Salt &amp; Pepper': 'Salt & Pepper', 'Rosie&amp;#39;s &amp;amp;#x44;ay': "Rosie''s Day",
        'AT&T Story': 'AT&T Story', '&lt;3 &#146;t &#8230; &bogus; &#0; &': '<3 ’t … &bogus; &#0; &',
    }.items() %}
    select
        'html_unescaped' as macro_name,
        'of "{{ escaped }}"' as example,
        {{ html_unescaped("'" ~ escaped ~ "'") }} as result,
        '{{ text }}' as expected
    union all
    {% endfor %}
    select
        'composed_letters' as macro_name,
        'a letter and its accent' as example,
        {{ composed_letters("'a' || " ~ character(771)) }} as result,
        'ã' as expected
    union all
    select
        'first_matching_line' as macro_name,
        'wanted, and not unwanted' as example,
        {{ first_matching_line("'..' || chr(10) || 'x;' || chr(13) || ' Salt  Pepper '", '[a-z]', ';$') }} as result,
        'Salt Pepper' as expected
    union all
    select
        'with_value' as macro_name,
        'said twice' as example,
        {{ with_value('word', "lower('A')", 'word || word') }} as result,
        'aa' as expected
    union all
    select
        'vectorizer_words' as macro_name,
        'letters, digits, ordinals, underscores' as example,
        {{ list_element(vectorizer_words("'Kaggle: o 1º lugar, É AQUI_2'"), 1) }} || '|'
        || {{ list_element(vectorizer_words("'Kaggle: o 1º lugar, É AQUI_2'"), 2) }} || '|'
        || {{ list_element(vectorizer_words("'Kaggle: o 1º lugar, É AQUI_2'"), 3) }} || '|'
        || {{ list_element(vectorizer_words("'Kaggle: o 1º lugar, É AQUI_2'"), 4) }} || '|'
        || {{ list_length(vectorizer_words("'Kaggle: o 1º lugar, É AQUI_2'")) }} as result,
        'kaggle|1º|lugar|aqui_2|4' as expected
    union all
    select
        'vectorizer_words' as macro_name,
        'a capital sigma at the end of a word' as example,
        {{ list_element(vectorizer_words("'ΟΔΟΣ, ΣΑΣΣ''Α ΑΣ.Σ'"), 1) }} || '|'
        || {{ list_element(vectorizer_words("'ΟΔΟΣ, ΣΑΣΣ''Α ΑΣ.Σ'"), 2) }} || '|'
        || {{ list_element(vectorizer_words("'ΟΔΟΣ, ΣΑΣΣ''Α ΑΣ.Σ'"), 3) }} || '|'
        || {{ list_length(vectorizer_words("'ΟΔΟΣ, ΣΑΣΣ''Α ΑΣ.Σ'")) }} as result,
        'οδος|σασσ|ασ|3' as expected
    union all
    select
        'vectorizer_words' as macro_name,
        'a dotted capital, marks, and letters without case' as example,
        {{ list_element(vectorizer_words("'İstanbul हिन्दी 深度学习'"), 1) }} || '|'
        || {{ list_element(vectorizer_words("'İstanbul हिन्दी 深度学习'"), 2) }} || '|'
        || {{ list_length(vectorizer_words("'İstanbul हिन्दी 深度学习'")) }} as result,
        'stanbul|深度学习|2' as expected
    union all
    select
        'try_cast' as macro_name,
        'what is no number is NULL' as example,
        cast({{ try_cast("'x'", 'integer') }} as {{ dbt.type_string() }}) as result,
        null as expected
    union all
    select
        'zero_padded' as macro_name,
        '6 digits to 7' as example,
        {{ zero_padded('114709', 7) }} as result,
        '0114709' as expected
    union all
    select
        'zero_padded' as macro_name,
        '8 digits stay 8' as example,
        {{ zero_padded('10872600', 7) }} as result,
        '10872600' as expected
    union all
    select
        'hex_text' as macro_name,
        '16 digits' as example,
        {{ hex_text('255') }} as result,
        '00000000000000ff' as expected
    union all
    select
        'hex_text' as macro_name,
        'the last 64 bits of a larger number' as example,
        {{ hex_text("cast('18446744073709551617' as decimal(38, 0))") }} as result,
        '0000000000000001' as expected
    union all
    -- the second half of MD5('a') = 0cc175b9c0f1b6a8 31c399e269772661, its bytes from the last to the first
    select
        'text_hash' as macro_name,
        'half of an MD5' as example,
        cast({{ text_hash("'a'") }} as {{ dbt.type_string() }}) as result,
        '7000413967451013937' as expected
    {% for text, number in {
        '0': '0', '521': '521', '4611686018427387903': '4611686018427387903', '4611686018427387904': none,
        '007': none, '-1': none, '+1': none, ' 1': none, '1.0': none, '1e3': none, '': none, 'B00004TN33': none,
    }.items() %}
    union all
    select
        'canonical_number' as macro_name,
        'of "{{ text }}"' as example,
        cast({{ canonical_number("'" ~ text ~ "'") }} as {{ dbt.type_string() }}) as result,
        {{ "'" ~ number ~ "'" if number else 'null' }} as expected
    {% endfor %}
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
        'times_in_order' as macro_name,
        'the first and the last that there can be, and NULL' as example,
        {{ list_element('times', 2) }} is null
        and {{ list_element('times', 3) }} = cast('1970-01-01' as timestamp)
        and {{ list_element('times', 4) }} = cast('2020-01-01' as timestamp)
        and {{ list_element('times', 6) }} = cast('2099-12-31 23:59:59.999999' as timestamp)
        and {{ list_length('times') }} = 6 as is_kept
    from read_events
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
),

unnest_documents as (
    select {{ unnest_json("'{\"outer\": {\"inner\": [{\"a\": 1}, {\"a\": 2}]}}'", ['outer', 'inner']) }} as element
    from collect_letters
),

unnest_no_documents as (
    select {{ unnest_json("'{\"outer\": {}}'", ['outer', 'inner']) }} as element
    from collect_letters
),

json_cases as (
    select
        'unnest_json' as macro_name,
        'a row for each element, a document each' as example,
        min({{ json_text('element', 'a') }}) || max({{ json_text('element', 'a') }}) || count(*) as result,
        '122' as expected
    from unnest_documents
    union all
    select
        'unnest_json' as macro_name,
        'none where there is no list' as example,
        cast(count(*) as {{ dbt.type_string() }}) as result,
        '0' as expected
    from unnest_no_documents
),

some_numbers as (
    select {{ unnest_list(list_of(['9', '2', '9', 'null', '9', 'null'])) }} as number
),

number_cases as (
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
),

engine_macros_do_as_documented as (
    {% for cases in ['list_cases', 'text_cases', 'row_cases', 'json_cases', 'number_cases'] %}
    select
        macro_name,
        example,
        result,
        expected
    from {{ cases }}
    where result is distinct from expected
    union all
    {% endfor %}
    select
        macro_name,
        example,
        null as result,
        null as expected
    from time_cases
    where not coalesce(is_kept, false)
)

select * from engine_macros_do_as_documented
