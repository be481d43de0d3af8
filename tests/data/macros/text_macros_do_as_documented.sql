-- What the headers of the macros in macros/engine promise of texts, one row for each promise that is
-- not kept. Values are compared as text. A new engine has to pass this before any model.
with escaped_texts as (
    {% for escaped, text in {
        'Salt &amp; Pepper': 'Salt & Pepper', 'Rosie&amp;#39;s &amp;amp;#x44;ay': "Rosie''s Day",
        'AT&T Story': 'AT&T Story', '&lt;3 &#146;t &#8230; &bogus; &#0; &': '<3 ’t … &bogus; &#0; &',
        '&#55357; is half of a pair of UTF-16': '&#55357; is half of a pair of UTF-16',
    }.items() %}
    select
        '{{ escaped }}' as escaped_text,
        '{{ text }}' as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- letters, digits, ordinals, underscores; a capital sigma at the end of a word; a dotted capital, marks, and letters
-- without case
texts_of_words as (
    {% for written, found in {
        'Kaggle: o 1º lugar, É AQUI_2': 'kaggle|1º|lugar|aqui_2|4',
        "ΟΔΟΣ, ΣΑΣΣ''Α ΑΣ.Σ": 'οδος|σασσ|ασ|3',
        'İstanbul हिन्दी 深度学习': 'stanbul|深度学习|2',
    }.items() %}
    select
        '{{ written }}' as written,
        '{{ found }}' as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

read_words as (
    select
        written,
        {{ vectorizer_words('written') }} as found,
        expected
    from texts_of_words
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
        'html_unescaped' as macro_name,
        'of "' || escaped_text || '"' as example,
        {{ html_unescaped('escaped_text') }} as result,
        expected
    from escaped_texts
    union all
    select
        'vectorizer_words' as macro_name,
        'of "' || written || '"' as example,
        {% for place in range(1, 6) %}
        coalesce({{ list_element('found', place) }} || '|', '')
        ||
        {% endfor %}
        cast({{ list_length('found') }} as {{ dbt.type_string() }}) as result,
        expected
    from read_words
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
)

select
    macro_name,
    example,
    result,
    expected
from text_cases
where result is distinct from expected
