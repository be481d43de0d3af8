-- What filters drop that look at more than one event: whose rating is below the mean of the user's, who is (not) on a
-- list, has too many events, is not among the first or the last of the user, or repeats the item just before. Each
-- step counts what the steps before it leave. Only recipes that ask for one of them are here.
with recipes as (
    select *
    from {{ ref('int_recipes') }}
    where
        min_rating_is_user_mean
        or coalesce(
            listed_users,
            listed_items,
            cast(max_user_interactions as {{ dbt.type_string() }}),
            cast(max_item_interactions as {{ dbt.type_string() }}),
            cast(first_interactions as {{ dbt.type_string() }}),
            cast(last_interactions as {{ dbt.type_string() }})
        ) is not null
        or repeats_in_row = 'collapse'
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        is_first_of_pair,
        is_last_of_pair,
        given_part,
        cast(null as {{ dbt.type_string() }}) as dropped_at_step
    from {{ ref('int_interactions') }}
),

{% for kind in ['user', 'item'] %}
listed_{{ kind }}s as (
    select distinct
        list_id,
        {{ entity_key(kind, 'entity_id') }} as {{ kind }}_key
    from {{ ref('stg_settings__entity_lists') }}
    where entity_id is not null
),
{% endfor %}

take_others_than_duplicates as (
    select
        recipes.recipe_key,
        recipes.min_rating_is_user_mean,
        recipes.listed_users,
        recipes.listed_items,
        recipes.max_user_interactions,
        recipes.max_item_interactions,
        recipes.first_interactions,
        recipes.last_interactions,
        recipes.repeats_in_row,
        events.source_row,
        events.user_key,
        events.item_key,
        events.rated_at,
        {{ rounded_number('events.rating * 1000000') }} as rating_millionths,
        {{ dropped_before_core('recipes', 'events', 'events') }} as dropped_for_itself
    from recipes
    inner join events on events.dataset_key = recipes.dataset_key
    where not {{ is_duplicate('recipes', 'events') }}
),

-- the mean is of all ratings, also of those that go for their time
add_up_ratings as (
    select
        *,
        count(rating_millionths) over (partition by recipe_key, user_key) as ratings_of_user,
        {{ exact_sum('rating_millionths') }} over (partition by recipe_key, user_key) as sum_of_user
    from take_others_than_duplicates
),

-- each step hands on what those before it have dropped, and counts what they have left
check_means as (
    select
        *,
        case
            when
                min_rating_is_user_mean
                -- an event without a rating cannot show that it reaches the mean
                and coalesce({{ exact_number('rating_millionths') }} * ratings_of_user < sum_of_user, true)
                then 'minimum_rating'
            else dropped_for_itself
        end as dropped_by_means
    from add_up_ratings
),

check_lists as (
    select
        check_means.*,
        case
            when check_means.dropped_by_means is not null then check_means.dropped_by_means
            {% for kind in ['user', 'item'] %}
            -- 'not bots' leaves out those of the list, 'bots' all others
            when (listed_{{ kind }}s.{{ kind }}_key is null) <> (check_means.listed_{{ kind }}s like 'not %')
                then 'lists'
            {% endfor %}
        end as dropped_by_lists
    from check_means
    {% for kind in ['user', 'item'] %}
    left join listed_{{ kind }}s
        on
            listed_{{ kind }}s.list_id = {{ list_of_cell('check_means.listed_' ~ kind ~ 's') }}
            and listed_{{ kind }}s.{{ kind }}_key = check_means.{{ kind }}_key
    {% endfor %}
),

count_interactions as (
    select
        *,
        sum(case when dropped_by_lists is null then 1 else 0 end) over (partition by recipe_key, user_key)
            as user_interactions,
        sum(case when dropped_by_lists is null then 1 else 0 end) over (partition by recipe_key, item_key)
            as item_interactions
    from check_lists
),

check_maxima as (
    select
        *,
        case
            when dropped_by_lists is not null then dropped_by_lists
            when user_interactions > max_user_interactions or item_interactions > max_item_interactions then 'maxima'
        end as dropped_by_maxima
    from count_interactions
),

number_interactions as (
    select
        *,
        row_number() over (
            partition by recipe_key, user_key, dropped_by_maxima
            order by rated_at nulls first, source_row
        ) as place,
        count(*) over (partition by recipe_key, user_key, dropped_by_maxima) as places
    from check_maxima
),

check_places as (
    select
        *,
        case
            when dropped_by_maxima is not null then dropped_by_maxima
            when place > first_interactions or place <= places - last_interactions then 'first_or_last'
        end as dropped_by_places
    from number_interactions
),

look_back as (
    select
        *,
        lag(item_key) over (
            partition by recipe_key, user_key, dropped_by_places
            order by rated_at nulls first, source_row
        ) as item_before
    from check_places
),

check_repeats as (
    select
        recipe_key,
        source_row,
        case
            when dropped_by_places is not null then dropped_by_places
            when repeats_in_row = 'collapse' and item_key = item_before then 'repeats_in_row'
        end as dropped_at_step
    from look_back
    where
        dropped_for_itself is null
        or dropped_by_means = 'minimum_rating'
),

int_filtered_interactions as (
    select
        recipe_key,
        source_row,
        dropped_at_step
    from check_repeats
    where dropped_at_step is not null
)

select * from int_filtered_interactions
