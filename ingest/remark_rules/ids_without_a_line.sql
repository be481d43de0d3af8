-- Items (users) of events that the file of items (users) does not have, and the reverse: ids that were rewritten on the
-- way, or a file of another edition.
with met as (
    select distinct
        "role",
        column_name,
        id
    from met_ids
),

listed as (
    select distinct
        "role",
        id
    from listed_ids
),

counted as (
    select
        coalesce(met."role", listed."role") as "role",
        any_value(met.column_name) as column_name,
        count(met.id) as met_ids,
        count(met.id) filter (listed.id is null) as without_line,
        count(listed.id) as lines,
        count(listed.id) filter (met.id is null) as not_met,
        (list(met.id order by met.id) filter (listed.id is null))[:3] as met_examples,
        (list(listed.id order by listed.id) filter (met.id is null))[:3] as listed_examples
    from met
    full outer join listed
        on
            listed."role" = met."role"
            and listed.id = met.id
    group by coalesce(met."role", listed."role")
)

select
    column_name,
    case "role" when 'item' then 'rated items have no line in the file of items'
        else 'users of events have no line in the file of users' end as what,
    without_line as found,
    met_ids as total,
    met_examples as examples,
    'look whether ids are written alike in both files' as advice
from counted
where lines > 0 and without_line > threshold('rated_without_a_line') * met_ids
union all
select
    column_name,
    case "role" when 'item' then 'lines of the file of items are of items that nobody rated'
        else 'lines of the file of users are of users without an event' end as what,
    not_met as found,
    lines as total,
    listed_examples as examples,
    'look whether both files are of one edition' as advice
from counted
where met_ids > 0 and not_met > threshold('lines_of_unrated') * lines
