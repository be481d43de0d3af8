{#
    The third step of set similarity: for each feature the sorted list of the sets that have it.
    Features of a single set make no pair and are left out.

        similarity_lists('entries')  ->  list_key, set_numbers: (4294967396, [1, 2])
#}
{% macro similarity_lists(entries) %}
with entries as (
    select
        set_number,
        list_key,
    from {{ entries }}
),

collect_sets as (
    select
        list_key,
        {{ corate.ordered_list('set_number', 'set_number') }} as set_numbers,
    from entries
    group by list_key
    having count(*) > 1
)

select * from collect_sets
{% endmacro %}
