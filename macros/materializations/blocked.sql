{#
    A table that is made block by block, so that a step whose rows in between would not fit into
    memory needs no more of it than its largest block.

    The model's body is a query over all blocks, in which {{ in_block('…') }} stands as a condition
    on the column that numbers them. The materialization runs it once a block and keeps the rows of all. The
    body's rows must not depend on other blocks: whatever it groups by has to lie in one.

    config:
        blocks        required: the name of the model that numbers the blocks, in a column
                      `block_number`. Say `-- depends_on: ref('...')` in the model, too.
        partition_by  optional, as for `partitioned`: where a block is a partition, {'answers': 'block_number'}, no
                      other block is made than what is due.

    All blocks are one transaction: a failure in any leaves the table of the run before as it was.

    Example: numbers = (1, 10), (1, 11), (2, 20) as block_number, n; blocks='numbers'; body =
    `select block_number, sum(n) as total from numbers where {{ in_block('block_number') }}
    group by block_number` makes (1, 21), (2, 20) in two steps.
#}
{% materialization blocked, default %}
    {% set blocks = config.require('blocks') %}
    {% set block_condition = corate.block_condition_pattern() %}
    {% if not modules.re.search(block_condition, compiled_code) %}
        {% do exceptions.raise_compiler_error(
            this.identifier ~ ' never says in_block(...): every block would make all rows again'
        ) %}
    {% endif %}

    {% set work = corate.work_due(compiled_code, load_cached_relation(this)) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}
    {% set code = corate.code_of_due(compiled_code, work) %}
    {% set made_relation = make_intermediate_relation(this.incorporate(type='table')) %}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% do corate.open_transaction() %}

    {% do adapter.drop_relation(made_relation) %}
    {% call statement('create') %}
        {{ create_table_as(
            False, made_relation, 'select * from (' ~ modules.re.sub(block_condition, 'false', code)
            ~ '\n) as no_block where false'
        ) }}
    {% endcall %}

    {% set found = run_query(corate.code_of_due(
        'select distinct block_number from ' ~ ref(blocks)
        ~ ' where block_number is not null order by block_number', work
    )).rows %}
    {% for block in found %}
        {% call statement('make_block') %}
            insert into {{ made_relation }}
            {{ modules.re.sub(block_condition, '\\1 = ' ~ block[0], code) }}
        {% endcall %}
        {% do log(
            this.identifier ~ ': block ' ~ loop.index ~ ' of ' ~ found | length ~ ', '
            ~ (100 * loop.index / found | length) | round | int ~ ' % done',
            info=true
        ) %}
    {% endfor %}

    {% call statement('main') %}
        select {{ found | length }} as blocks
    {% endcall %}
    {{ return(corate.put_in_place(made_relation, work)) }}
{% endmaterialization %}
