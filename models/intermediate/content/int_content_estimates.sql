{{ config(partition_by={'feature_set': 'feature_set_key'}, post_hook='{{ log_content_estimates(this) }}') }}

-- How many pairs come up when profiles meet in features, before any is made: a feature that n profiles have makes
-- n * (n - 1) / 2. What a million products have in common would be compared for hours.
with feature_sets as (
    select feature_set_key
    from {{ ref('int_feature_sets') }}
),

vectors as (
    select
        feature_set_key,
        place,
        feature_number
    from {{ ref('int_content_vectors') }}
),

profiles as (
    select
        feature_set_key,
        place,
        member_number
    from {{ ref('int_content_profiles') }}
),

count_items as (
    select
        feature_set_key,
        count(*) as items,
        sum(case when member_number = 1 then 1 else 0 end) as profiles
    from profiles
    group by feature_set_key
),

count_profiles_with_feature as (
    select
        vectors.feature_set_key,
        vectors.feature_number,
        count(*) as profiles
    from vectors
    inner join profiles
        on
            {{ number_in('profiles.feature_set_key', 'profiles.place') }}
            = {{ number_in('vectors.feature_set_key', 'vectors.place') }}
    where profiles.member_number = 1
    group by
        vectors.feature_set_key,
        vectors.feature_number
),

add_up_pairs as (
    select
        feature_set_key,
        count(*) as features,
        cast({{ whole_quotient('sum(' ~ exact_number('profiles') ~ ' * (profiles - 1))', 2) }} as bigint) as pairs
    from count_profiles_with_feature
    group by feature_set_key
),

int_content_estimates as (
    select
        feature_sets.feature_set_key,
        coalesce(count_items.items, 0) as items,
        coalesce(add_up_pairs.features, 0) as features,
        coalesce(cast(count_items.profiles as bigint), 0) as profiles,
        coalesce(add_up_pairs.pairs, 0) as pairs,
        cast({{ var('content_pairs_budget') }} as bigint) as budget,
        coalesce(add_up_pairs.pairs, 0) <= {{ var('content_pairs_budget') }} as is_compared
    from feature_sets
    left join count_items on count_items.feature_set_key = feature_sets.feature_set_key
    left join add_up_pairs on add_up_pairs.feature_set_key = feature_sets.feature_set_key
)

select * from int_content_estimates
