{#
    The third step of set similarity: every pair of sets that share at least `min_shared` features, with
    the number that they share. A pair is seen once for each feature that both have.

        similarity_pairs('sets', 'entries'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)

    This says what is counted. On DuckDB it is counted by learning/counting.py, where most of the time
    would go otherwise: see the materialization counted.
#}
{% macro similarity_pairs(sets, entries) %}
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
