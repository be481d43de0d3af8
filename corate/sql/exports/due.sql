-- What is due in a work file of models that exports read, and of all that those are made of.
with recursive exported as (
    select node
    from versions.nodes
    where starts_with(node, 'model.corate.benchmarks__') or starts_with(node, 'model.corate.catalog__')
    union
    select reads.parent as node
    from exported
    inner join versions.reads on reads.node = exported.node
)

select distinct split_part(due.node, '.', 3) as name
from versions.due
inner join exported on exported.node = due.node
order by name
