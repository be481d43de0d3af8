-- What the headers of the macros in macros/engine promise of JSON documents, one row for each promise that is
-- not kept. Values are compared as text. A new engine has to pass this before any model.
with unnest_documents as (
    select {{ unnest_json("'{\"outer\": {\"inner\": [{\"a\": 1}, {\"a\": 2}]}}'", ['outer', 'inner']) }} as element
),

unnest_no_documents as (
    select {{ unnest_json("'{\"outer\": {}}'", ['outer', 'inner']) }} as element
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
)

select
    macro_name,
    example,
    result,
    expected
from json_cases
where result is distinct from expected
