{#
    The third step of set similarity: for each feature the sorted list of the sets that have it, by their
    places within the collection. Features of a single set make no pair and are left out.

        similarity_lists('entries')  ->  list_key, places: (4294967396, [1, 2])

    With `weighed`, the list of their values goes with it, in the same order; with `pruned`, whether
    they are near (see similarity_near_entries). With `stripes`, sets that have a bitmap with the
    feature are left out.
#}
{% macro similarity_lists(entries, weighed=false, pruned=false, stripes=none) %}
with entries as (
    select
        set_number,
        list_key,
        {% if weighed %}value,{% endif %}
        {% if pruned %}is_near,{% endif %}
    from {{ entries }}
),

{% if stripes is not none %}
stripes as (
    select
        list_key,
        last_set,
    from {{ stripes }}
),

leave_out_bitmaps as (
    select entries.*,
    from entries
    inner join stripes on stripes.list_key = entries.list_key
    where entries.set_number > stripes.last_set
),
{% endif %}

collect_sets as (
    select
        list_key,
        {{ corate.ordered_list(corate.number_within('set_number'), 'set_number') }} as places,
        {% if weighed %}{{ corate.ordered_list('value', 'set_number') }} as set_values,{% endif %}
        {% if pruned %}{{ corate.ordered_list('is_near', 'set_number') }} as sets_are_near,{% endif %}
    {% if stripes is not none %}
    from leave_out_bitmaps
    group by list_key
    {% else %}
    from entries
    group by list_key
    having count(*) > 1
    {% endif %}
)

select * from collect_sets
{% endmacro %}
