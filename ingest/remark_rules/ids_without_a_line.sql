-- Items (users) of events that a file of items (users) does not have, and the reverse: ids that were rewritten on the way,
-- or a file of another edition. Each file is looked at alone: the source's own list (its subject is dataset), and one
-- beside it.
with met as (
    select distinct
        "role",
        column_name,
        id
    from met_ids
),

lists as (
    select distinct
        "role",
        subject
    from listed_ids
),

expected as (
    select
        lists."role",
        lists.subject,
        met.column_name,
        met.id
    from lists
    inner join met on met."role" = lists."role"
),

listed as (
    select distinct
        "role",
        subject,
        id
    from listed_ids
),

counted as (
    select
        coalesce(expected."role", listed."role") as "role",
        coalesce(expected.subject, listed.subject) as subject,
        any_value(expected.column_name) as column_name,
        count(expected.id) as met_ids,
        count(expected.id) filter (listed.id is null) as without_line,
        count(listed.id) as lines,
        count(listed.id) filter (expected.id is null) as not_met,
        (list(expected.id order by expected.id) filter (listed.id is null))[:3] as met_examples,
        (list(listed.id order by listed.id) filter (expected.id is null))[:3] as listed_examples
    from expected
    full outer join listed
        on
            listed."role" = expected."role"
            and listed.subject = expected.subject
            and listed.id = expected.id
    group by
        coalesce(expected."role", listed."role"),
        coalesce(expected.subject, listed.subject)
)

select
    column_name,
    case "role" when 'item' then 'rated items have no line in the file of items'
        else 'users of events have no line in the file of users' end as what,
    without_line as found,
    met_ids as total,
    met_examples as examples,
    'look whether ids are written alike in both files' as advice,
    subject
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
    'look whether both files are of one edition' as advice,
    subject
from counted
where met_ids > 0 and not_met > threshold('lines_of_unrated') * lines
