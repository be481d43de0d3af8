-- A generic test that never fails would guard nothing: each is given a small table with faults, and
-- one without. One row for each test that finds another number of faults than there are.
{% set faulty = "(
    select 1 as recipe, 1 as place, 1 as owner
    union all select 1, 1, 2
    union all select 1, 4, 3
    union all select 2, 1, 1
    union all select 3, cast(null as integer), 1
) as faulty" %}
{% set sound = "(
    select 1 as recipe, 1 as place, 1 as owner
    union all select 1, 2, 2
    union all select 2, 1, 1
) as sound" %}
{% set sound_with_null = "(
    select 1 as recipe, 1 as place
    union all select 1, cast(null as integer)
) as sound_with_null" %}

{% set cases = [
    ('unique_combination', 'a repeated one and a NULL', 2, test_unique_combination(faulty, ['recipe', 'place'])),
    ('unique_combination', 'sound', 0, test_unique_combination(sound, ['recipe', 'place'])),
    ('unique_combination', 'NULL allowed', 0, test_unique_combination(
        sound_with_null, ['recipe', 'place'], may_be_null=['place']
    )),
    ('unique_within', 'a repeated one and a NULL', 2, test_unique_within(faulty, 'place', ['recipe'])),
    ('unique_within', 'sound', 0, test_unique_within(sound, 'place', ['recipe'])),
    ('numbered_from_one', 'a gap and a NULL', 2, test_numbered_from_one(faulty, 'place', ['recipe'])),
    ('numbered_from_one', 'sound', 0, test_numbered_from_one(sound, 'place', ['recipe'])),
    ('rules_hold', 'one breaks both rules, one has a NULL', 2, test_rules_hold(
        faulty, ['place < 4', "recipe <> 1 or 'it''s' = '' or owner < 3"], ['place']
    )),
    ('rules_hold', 'sound', 0, test_rules_hold(sound, ['place < 4'], ['place'])),
    ('totals_match', 'recipes 1 and 3 differ', 2, test_totals_match(
        faulty, ['recipe'], ['count(*)', 'sum(place)'], sound
    )),
    ('totals_match', 'recipe 1 differs in the second total, recipes 2 and 3 are left out', 3, test_totals_match(
        faulty, ['recipe'], ['0', 'sum(owner)'], sound, ['0', 'sum(place)'], 'recipe = 1'
    )),
    ('totals_match', 'sound', 0, test_totals_match(sound, ['recipe'], ['count(*)', 'sum(place)'], sound)),
    ('all_found_in', '(1, 4) is absent, NULL is left out', 1, test_all_found_in(
        faulty.replace(' as faulty', ''), ['recipe', 'place'], sound.replace(' as sound', '')
    )),
    ('all_found_in', 'other names', 0, test_all_found_in(
        sound.replace(' as sound', ''), ['recipe', 'place'], faulty.replace(' as faulty', ''), ['recipe', 'owner']
    )),
] %}

{% for test_name, example, faults, query in cases %}
select
    '{{ test_name }}' as test_name,
    '{{ example }}' as example,
    {{ faults }} as faults,
    count(*) as found
from (
    {{ query }}
) as failing_rows
having count(*) <> {{ faults }}
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
