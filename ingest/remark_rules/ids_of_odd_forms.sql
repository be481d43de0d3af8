-- Ids that a program has rewritten: their digits are gone, they were numbers with an empty value among them, or they
-- are several ids in one cell.
with forms (form, pattern, least_share, advice) as (
    values
        (
            'in exponent form, which has lost digits',
            '[+-]?[0-9]([.][0-9]+)?[eE][+][0-9]+',
            0.0,
            'export them again as text'
        ),
        (
            'that ends in .0, as of numbers with an empty value among them',
            '[0-9]+[.]0',
            threshold('share_with_point_zero'),
            '--normalize whole reads them as whole numbers'
        ),
        (
            'that is a list or an object',
            '\s*(\[.*\]|\{.*\})\s*',
            0.0,
            '--explode makes one event of each element'
        )
)

select
    event_ids.column_name,
    'events have ' || with_article(role) || ' ' || forms.form as what,
    sum(event_ids.events) as found,
    any_value(id_facts.events) as total,
    list(event_ids.id order by event_ids.events desc, event_ids.id)[:3] as examples,
    any_value(forms.advice) as advice,
from event_ids
inner join id_facts using (role)
inner join forms on regexp_full_match(event_ids.id, forms.pattern)
group by event_ids.column_name, role, forms.form
having found > any_value(forms.least_share) * total
