-- One rating for all, or the time in its place.
select
    column_name,
    'ratings are the same' as what,
    ratings as found,
    ratings as total,
    [format('{:g}', lowest)] as examples,
    'they tell nothing: leave --rating out' as advice
from rating_facts
where lowest = highest and ratings >= threshold('events_to_judge')
union all
select
    rating_facts.column_name,
    'ratings look like times' as what,
    rating_facts.ratings as found,
    rating_facts.ratings as total,
    [format('{:.0f}', rating_facts.lowest)] as examples,
    'look whether --rating and --time are swapped' as advice
from rating_facts
where rating_facts.lowest >= threshold('smallest_time')
