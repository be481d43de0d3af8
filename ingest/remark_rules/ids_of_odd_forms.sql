-- Ids that a program has rewritten: their digits are gone, they were numbers with an empty value among them, or they
-- are several ids in one cell, or something with fields.
with forms (form, pattern, advice) as (
    values
        (
            'in exponent form, which has lost digits',
            '[+-]?[0-9]([.,][0-9]+)?[eE][+][0-9]+',
            'export them again as text'
        ),
        (
            'that ends in .0, as of numbers with an empty value among them',
            '-?[0-9]+[.,]0+',
            '--normalize whole reads them as whole numbers'
        ),
        (
            'that is a list',
            $$\s*(\[.*[,\s'"0-9].*\]|\{[^:]+\}|\(\s*(['"][^'"]*['"]|[0-9]+)\s*,.*\))\s*$$,
            '--explode makes one event of each element'
        ),
        (
            'that is an object',
            '\s*\{.*:.*\}\s*',
            'write the id that it holds into a column of its own'
        )
)

select
    event_ids.column_name,
    'events have ' || with_article(role) || ' ' || forms.form as what,
    sum(event_ids.events) as found,
    any_value(id_facts.events) as total,
    list(event_ids.id order by event_ids.events desc, event_ids.id)[:3] as examples,
    any_value(forms.advice) as advice
from event_ids
inner join id_facts using (role)
inner join forms on regexp_full_match(event_ids.id, forms.pattern)
where
    not is_word_for_nothing(event_ids.id)
    -- MovieLens and MovieTweetings are read as numbers; elsewhere 3.0 beside 2.5 is a version
    and not (contains(forms.form, '.0') and (id_facts.read_as_numbers or id_facts.sampled_decimals > 0))
group by event_ids.column_name, role, forms.form
