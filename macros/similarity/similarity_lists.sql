{#
    The third step of set similarity: for each feature the sorted list of the sets that have it.
    Features of a single set make no pair and are left out.

        similarity_lists('entries')  ->  list_key, set_numbers: (4294967396, [1, 2])

    With `weighed`, the list of their values goes with it, in the same order.
#}
{% macro similarity_lists(entries, weighed=false) %}
with entries as (
    select
        set_number,
        list_key,
        {% if weighed %}value,{% endif %}
    from {{ entries }}
),

collect_sets as (
    select
        list_key,
        {{ corate.ordered_list('set_number', 'set_number') }} as set_numbers,
        {% if weighed %}{{ corate.ordered_list('value', 'set_number') }} as set_values,{% endif %}
    from entries
    group by list_key
    having count(*) > 1
)

select * from collect_sets
{% endmacro %}
