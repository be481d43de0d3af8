{#
    A query for what is to be made anew of nodes, or removed: all whose versions are not those of which they were made.

        due_partitions("node = 'model.corate.int_core'")
          ->  node                   partition  made_from  belongs_to  is_gone  has_warned
              model.corate.int_core  shop-loo   5ab1…      shop        false    false
              model.corate.int_core  old-loo    NULL       NULL        true     false

    A partition is made of the node's code, and of its parents, each read in one way (`reads.read_by`): parents with the
    same partitions by the same one, those with the partitions that they belong to (the dataset of a recipe) by that, and
    all others as a whole. '' is a node without partitions; of a node with partitions, it is the form of its table.
#}
{% macro due_partitions(condition, code='nodes.code') %}
with partitions as (
    select
        node,
        partition,
        made_from,
        version,
        belongs_to
    from {{ corate.version_table('partitions') }}
),

nodes as (
    select
        node,
        made_by,
        coalesce({{ code }}, '') as code
    from {{ corate.version_table('nodes') }} as nodes
    where
        kind not in ('source', 'seed')
        and {{ condition }}
),

-- of each partition, and of all of a node
versions as (
    select
        node,
        partition,
        version
    from partitions
    union all
    select
        node,
        '*' as partition,
        version
    from {{ corate.version_table('nodes') }} as nodes
),

reads as (
    select
        node,
        parent,
        read_by
    from {{ corate.version_table('reads') }}
),

wanted as (
    select
        nodes.node,
        '' as partition,
        nodes.code,
        cast(null as varchar) as belongs_to,
        nodes.made_by = '' as is_whole
    from nodes
    union all
    select
        nodes.node,
        partitions.partition,
        nodes.code,
        max(partitions.belongs_to) as belongs_to,
        true as is_whole
    from nodes
    inner join reads
        on
            reads.node = nodes.node
            and reads.read_by = 'partition'
    inner join partitions on partitions.node = reads.parent
    where partitions.partition <> ''
    group by
        nodes.node,
        partitions.partition,
        nodes.code
),

expect as (
    select
        wanted.node,
        wanted.partition,
        wanted.belongs_to,
        md5(wanted.code || coalesce(string_agg(reads.parent || '=' || versions.version, '|' order by reads.parent), ''))
            as made_from
    from wanted
    left join reads
        on
            reads.node = wanted.node
            and wanted.is_whole
    left join versions
        on
            versions.node = reads.parent
            and versions.partition
            = case reads.read_by when 'partition' then wanted.partition when 'belonging' then wanted.belongs_to else '*' end
    group by
        wanted.node,
        wanted.partition,
        wanted.belongs_to,
        wanted.code
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

{# By what a node reads a parent: the same partition, the one that it belongs to, or the whole. #}
{% macro read_by(node, parent) %}
    {% set made_by = corate.made_by(node) %}
    {% set kind = corate.partition_kind(parent) %}
    {% if not made_by or not kind %}
        {{ return('whole') }}
    {% elif made_by == kind %}
        {{ return('partition') }}
    {% endif %}
    {{ return('belonging' if made_by == 'recipe' and kind == 'dataset' else 'whole') }}
{% endmacro %}

{# Notes of nodes which version all of their partitions together have, which is what those depend on that read all. #}
{% macro note_whole(condition) %}
update {{ corate.version_table('nodes') }} set version = (
    select md5(string_agg(partition || '=' || version, '|' order by partition))
    from {{ corate.version_table('partitions') }} as partitions
    where partitions.node = nodes.node
)
where {{ condition }};
{% endmacro %}
