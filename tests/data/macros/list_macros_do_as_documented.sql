-- What the headers of the macros in macros/engine promise of lists, one row for each promise that is
-- not kept. Values are compared as text. A new engine has to pass this before any model.
with list_cases as (
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
)

select
    macro_name,
    example,
    result,
    expected
from list_cases
where result is distinct from expected
