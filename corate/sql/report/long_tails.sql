-- How events are spread over the users and items of the recipe $recipe_id: of the most active or most popular, in
-- hundredths of all, which share of the events they have.
with counts as (
    select
        'users' as kind,
        interactions
    from benchmarks.users
    where recipe_id = $recipe_id
    union all
    select
        'items' as kind,
        interactions
    from benchmarks.items
    where recipe_id = $recipe_id
),

add_up as (
    select
        kind,
        row_number() over largest_first as place,
        count(*) over (partition by kind) as members,
        sum(interactions) over largest_first as interactions_so_far,
        sum(interactions) over (partition by kind) as interactions_in_all
    from counts
    window largest_first as (partition by kind order by interactions desc rows unbounded preceding)
)

select
    kind,
    ceil(100.0 * place / members) as members_percent,
    round(max(100.0 * interactions_so_far / interactions_in_all), 2) as interactions_percent
from add_up
where interactions_in_all > 0
group by
    kind,
    members_percent
order by
    kind,
    members_percent
