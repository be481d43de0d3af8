-- Items with the very same features are one profile, named by its most popular item: thousands have
-- the same single genre, and what holds for one of them holds for all. Features are compared in
-- full, not by a hash of them; how often they occur counts where it counts in a measure.
with vectors as (
    select
        feature_set_key,
        place,
        feature_number,
        value
    from {{ ref('int_content_vectors') }}
),

list_features as (
    select
        feature_set_key,
        place,
        {{ ordered_list('feature_number', 'feature_number') }} as feature_numbers,
        {{ ordered_list('value', 'feature_number') }} as feature_values
    from vectors
    group by
        feature_set_key,
        place
),

int_content_profiles as (
    select
        feature_set_key,
        place,
        min(place) over (partition by feature_set_key, feature_numbers, feature_values) as profile
    from list_features
)

select * from int_content_profiles
