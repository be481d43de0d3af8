{#
    The last step of set similarity: every measure of each set and its neighbours.

        similarity_measures('nearest', 'sets', 'values')
          ->  collection, member, rank, neighbor_member, set_size, neighbor_size, shared, jaccard, cosine,
              jaccard_shrunk, cosine_shrunk, common_values, pearson, euclidean, mean_absolute_difference
#}
{% macro similarity_measures(nearest, sets, values) %}
with nearest as (
    select
        set_number,
        rank,
        neighbor_number,
        member,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        {{ corate.set_cosine('shared', 'set_size', 'neighbor_size') }} as cosine
    from {{ nearest }}
),

sets as (
    select
        collection,
        set_number
    from {{ sets }}
),

common_values as (
    select
        set_number_a,
        set_number_b,
        common_values,
        pearson,
        euclidean,
        mean_absolute_difference
    from {{ values }}
),

add_measures as (
    select
        sets.collection,
        nearest.member,
        nearest.rank,
        nearest.neighbor_member,
        nearest.set_size,
        nearest.neighbor_size,
        nearest.shared,
        nearest.jaccard,
        nearest.cosine,
        {{ corate.shrunk('nearest.jaccard', 'nearest.shared') }} as jaccard_shrunk,
        {{ corate.shrunk('nearest.cosine', 'nearest.shared') }} as cosine_shrunk,
        coalesce(common_values.common_values, 0) as common_values,
        common_values.pearson,
        common_values.euclidean,
        common_values.mean_absolute_difference
    from nearest
    inner join sets on sets.set_number = nearest.set_number
    left join common_values
        on
            common_values.set_number_a = least(nearest.set_number, nearest.neighbor_number)
            and common_values.set_number_b = greatest(nearest.set_number, nearest.neighbor_number)
)

select * from add_measures
{% endmacro %}
