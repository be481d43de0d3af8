-- Rated items that the file of items does not have, and the reverse: ids that were rewritten on the way, or a file of
-- another edition.
with rated as (
    select distinct id
    from rated_items
),

listed as (
    select distinct id
    from side_items
),

counted as (
    select
        count(rated.id) as rated_items,
        count(rated.id) filter (listed.id is null) as without_line,
        count(listed.id) as lines,
        count(listed.id) filter (rated.id is null) as unrated,
        (list(rated.id order by rated.id) filter (listed.id is null))[:3] as rated_examples,
        (list(listed.id order by listed.id) filter (rated.id is null))[:3] as listed_examples
    from rated
    full outer join listed on listed.id = rated.id
)

select
    id_facts.column_name,
    'rated items have no line in the file of items' as what,
    without_line as found,
    rated_items as total,
    rated_examples as examples,
    'look whether ids are written alike in both files' as advice
from counted
inner join id_facts on id_facts.role = 'item'
where lines > 0 and without_line > threshold('rated_without_a_line') * rated_items
union all
select
    id_facts.column_name,
    'lines of the file of items are of items that nobody rated' as what,
    unrated as found,
    lines as total,
    listed_examples as examples,
    'look whether both files are of one edition' as advice
from counted
inner join id_facts on id_facts.role = 'item'
where rated_items > 0 and unrated > threshold('lines_of_unrated') * lines
