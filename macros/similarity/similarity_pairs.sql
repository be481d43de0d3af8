{#
    The third step of set similarity: every pair of sets that share at least `min_shared` features, with
    the number that they share. A pair is seen once for each feature that both have.

        similarity_pairs('sets', 'entries'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)

    This says what is counted. On DuckDB it is counted by learning/counting.py, where most of the time
    would go otherwise: see the materialization counted.
#}
{% macro similarity_pairs(sets, entries) %}
    {{ return(adapter.dispatch('similarity_pairs', 'corate')(sets, entries)) }}
{% endmacro %}

{% macro default__similarity_pairs(sets, entries) %}
with count_shared as (
    select
        entries.set_number as set_number_a,
        later_entries.set_number as set_number_b,
        cast(count(*) as integer) as shared
    from {{ entries }} as entries
    inner join {{ entries }} as later_entries
        on
            later_entries.list_key = entries.list_key
            and later_entries.set_number > entries.set_number
    group by
        entries.set_number,
        later_entries.set_number
),

{{ corate.supported_pairs(sets) }}
{% endmacro %}

{#
    A task counts the pairs of few first sets, so that its counts fit into memory: where sets meet in the lists as above,
    a task may meet any pair, and writes what it counts to disk and sorts it. The lists of a block's sets are sent to it.
#}
{% macro spark__similarity_pairs(sets, entries) %}
{% set blocks = 256 %}
with lists as (
    select
        list_key,
        sort_array(collect_list(set_number)) as members
    from {{ entries }}
    group by list_key
),

list_blocks as (
    select
        list_key,
        pmod(hash(set_number), {{ blocks }}) as block,
        collect_list(set_number) as first_members
    from {{ entries }}
    group by
        list_key,
        pmod(hash(set_number), {{ blocks }})
),

-- a number of partitions that is said is not changed on the way, however small they are
send_lists as (
    select /*+ repartition({{ blocks }}, block) */
        list_blocks.block,
        list_blocks.first_members,
        lists.members
    from list_blocks
    inner join lists on lists.list_key = list_blocks.list_key
),

take_first_members as (
    select
        block,
        members,
        explode(first_members) as set_number_a
    from send_lists
),

meet as (
    select
        block,
        set_number_a,
        explode(slice(members, array_position(members, set_number_a) + 1, size(members))) as set_number_b
    from take_first_members
),

count_shared as (
    select
        set_number_a,
        set_number_b,
        cast(count(*) as integer) as shared
    from meet
    group by
        block,
        set_number_a,
        set_number_b
),

{{ corate.supported_pairs(sets) }}
{% endmacro %}

{# The end of both: pairs with enough in common. #}
{% macro supported_pairs(sets) %}
keep_supported as (
    select
        count_shared.set_number_a,
        count_shared.set_number_b,
        count_shared.shared
    from count_shared
    inner join {{ sets }} as sets on sets.set_number = count_shared.set_number_a
    where count_shared.shared >= sets.min_shared
)

select * from keep_supported
{% endmacro %}
