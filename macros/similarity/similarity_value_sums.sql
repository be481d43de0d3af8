{#
    The seventh step of set similarity: what is added up over the features that two sets share and both
    have a value for. Values are whole numbers, so that every sum is exact in any order.

        similarity_value_sums('compared_pairs', 'entries')
          ->  set_number_a, set_number_b, common_values, total_a, total_b, squares_a, squares_b, products,
              differences

    Pairs without common values are left out. As with similarity_pairs, this says what is added up; on
    DuckDB learning/counting.py does it.
#}
{% macro similarity_value_sums(compared_pairs, entries) %}
with compared_pairs as (
    select
        set_number_a,
        set_number_b
    from {{ compared_pairs }}
),

larger_entries as (
    select
        set_number,
        list_key,
        {{ corate.exact_number('value') }} as value
    from {{ entries }}
    where value is not null
),

smaller_entries as (
    select
        compared_pairs.set_number_a,
        compared_pairs.set_number_b,
        entries.list_key,
        {{ corate.exact_number('entries.value') }} as value
    from {{ entries }} as entries
    inner join compared_pairs on compared_pairs.set_number_b = entries.set_number
    where entries.value is not null
),

meet_values as (
    select
        smaller_entries.set_number_a,
        smaller_entries.set_number_b,
        larger_entries.value as value_a,
        smaller_entries.value as value_b
    from smaller_entries
    inner join larger_entries
        on
            larger_entries.set_number = smaller_entries.set_number_a
            and larger_entries.list_key = smaller_entries.list_key
),

add_up as (
    select
        set_number_a,
        set_number_b,
        count(*) as common_values,
        sum(value_a) as total_a,
        sum(value_b) as total_b,
        sum(value_a * value_a) as squares_a,
        sum(value_b * value_b) as squares_b,
        sum(value_a * value_b) as products,
        sum(abs(value_a - value_b)) as differences
    from meet_values
    group by
        set_number_a,
        set_number_b
)

select * from add_up
{% endmacro %}
