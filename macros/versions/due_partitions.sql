{#
    A query for what is to be made anew of nodes, or removed: all whose versions are not those of which they were made.

        due_partitions("node = 'model.corate.int_core'")
          ->  node                   partition  made_from  belongs_to  is_gone  has_warned
              model.corate.int_core  shop-loo   5ab1…      shop        false    false
              model.corate.int_core  old-loo    NULL       NULL        true     false

    A partition is made of the node's code, of the same partition of parents with the same partitions, of the one that
    it belongs to of others (the dataset of a recipe), and of the whole of all others. '' is a node without partitions;
    of a node with partitions, it is the form of its table.
#}
{% macro due_partitions(condition) %}
with nodes as (
    select
        node,
        made_by,
        coalesce(code, '') as code
    from {{ corate.version_table('nodes') }}
    where
        kind not in ('source', 'seed')
        and {{ condition }}
),

partitions as (
    select
        partitions.node,
        partitions.partition,
        partitions.made_from,
        partitions.version,
        partitions.belongs_to,
        nodes.partition_kind
    from {{ corate.version_table('partitions') }} as partitions
    inner join {{ corate.version_table('nodes') }} as nodes on nodes.node = partitions.node
),

belongings as (
    select
        partition,
        partition_kind,
        max(belongs_to) as belongs_to
    from partitions
    where belongs_to is not null
    group by
        partition,
        partition_kind
),

parents as (
    select
        nodes.node,
        nodes.made_by,
        reads.parent,
        parent_nodes.partition_kind
    from nodes
    inner join {{ corate.version_table('reads') }} as reads on reads.node = nodes.node
    inner join {{ corate.version_table('nodes') }} as parent_nodes on parent_nodes.node = reads.parent
),

wanted_partitions as (
    select distinct
        parents.node,
        parents.made_by,
        partitions.partition
    from parents
    inner join partitions
        on
            partitions.node = parents.parent
            and partitions.partition <> ''
    where parents.partition_kind = parents.made_by
),

wanted as (
    select
        wanted_partitions.node,
        wanted_partitions.partition,
        belongings.belongs_to
    from wanted_partitions
    left join belongings
        on
            belongings.partition_kind = wanted_partitions.made_by
            and belongings.partition = wanted_partitions.partition
),

whole_parents as (
    select
        node as parent,
        md5(string_agg(partition || '=' || version, '|' order by partition)) as version
    from partitions
    where node in (select parents.parent from parents)
    group by node
),

list_versions as (
    -- the same partition of the parent, or the one that this one belongs to
    select
        wanted.node,
        wanted.partition,
        parents.parent,
        partitions.version
    from wanted
    inner join parents on parents.node = wanted.node
    inner join partitions
        on
            partitions.node = parents.parent
            and partitions.partition
            = case when parents.partition_kind = parents.made_by then wanted.partition else wanted.belongs_to end
    where {{ corate.is_read_in_part('parents.made_by', 'parents.partition_kind') }}
    union all
    select
        wanted.node,
        wanted.partition,
        parents.parent,
        whole_parents.version
    from wanted
    inner join parents on parents.node = wanted.node
    inner join whole_parents on whole_parents.parent = parents.parent
    where not {{ corate.is_read_in_part('parents.made_by', 'parents.partition_kind') }}
    union all
    select
        parents.node,
        '' as partition,
        parents.parent,
        whole_parents.version
    from parents
    inner join whole_parents on whole_parents.parent = parents.parent
    where parents.made_by = ''
),

join_versions as (
    select
        node,
        partition,
        string_agg(parent || '=' || version, '|' order by parent) as versions
    from list_versions
    group by
        node,
        partition
),

list_partitions as (
    select
        node,
        partition,
        belongs_to
    from wanted
    union all
    select
        node,
        '' as partition,
        null as belongs_to
    from nodes
),

expect as (
    select
        list_partitions.node,
        list_partitions.partition,
        list_partitions.belongs_to,
        md5(nodes.code || coalesce(join_versions.versions, '')) as made_from
    from list_partitions
    inner join nodes on nodes.node = list_partitions.node
    left join join_versions
        on
            join_versions.node = list_partitions.node
            and join_versions.partition = list_partitions.partition
),

made as (
    select
        partitions.node,
        partitions.partition,
        partitions.made_from,
        partitions.version
    from partitions
    inner join nodes on nodes.node = partitions.node
    where partitions.made_from is not null
)

select
    coalesce(expect.node, made.node) as node,
    coalesce(expect.partition, made.partition) as partition,
    expect.made_from,
    expect.belongs_to,
    expect.node is null as is_gone,
    -- a test that warned is due again, and yet stands in nobody's way
    coalesce(made.made_from = expect.made_from, false) as has_warned
from expect
full outer join made
    on
        made.node = expect.node
        and made.partition = expect.partition
where
    expect.made_from is distinct from made.made_from
    or made.version = 'warned'
{% endmacro %}

{# Whether a node with the one kind of partitions reads of a parent with the other kind only what belongs to them. #}
{% macro is_read_in_part(made_by, partition_kind) -%}
    ({{ made_by }} <> '' and ({{ partition_kind }} = {{ made_by }} or ({{ made_by }} = 'recipe' and {{ partition_kind }} = 'dataset')))
{%- endmacro %}
