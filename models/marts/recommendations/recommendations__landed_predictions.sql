-- What was landed with land-predictions and land-negatives, and what became of it: nothing is left out without a word.
with predictions as (
    select
        recipe_id,
        method,
        split,
        user_id
    from {{ ref('stg_predictions__predictions') }}
),

landed_predictions as (
    select
        recipe_key,
        method,
        split,
        user_index,
        left_out_as
    from {{ ref('int_landed_predictions') }}
),

given_negatives as (
    select
        recipe_key,
        'negatives' as method,
        split,
        left_out_as
    from {{ ref('int_given_negatives') }}
    where left_out_as is not null
),

parts as (
    select
        recipe_key,
        recipe_id,
        split
    from {{ ref('int_recommended_parts') }}
    where is_held_out
),

measured_methods as (
    select
        recipe_key,
        recipe_id,
        method,
        split
    from {{ ref('int_measured_methods') }}
    where is_landed
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        negatives
    from {{ ref('int_recipes') }}
),

sampled_items as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_sampled_items') }}
    where not is_target
),

methods as (
    select method
    from {{ ref('int_methods') }}
),

measured_users as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_measured_users') }}
),

recipes_with_negatives as (
    select distinct recipe_id
    from predictions
    where method = 'negatives'
),

-- where a protocol asks for negatives, it is told, too, that there are none
count_rows as (
    select
        recipe_id,
        method,
        split,
        count(*) as row_count,
        count(distinct user_id) as users
    from predictions
    group by
        recipe_id,
        method,
        split
    union all
    select
        parts.recipe_id,
        'negatives' as method,
        parts.split,
        cast(0 as bigint) as row_count,
        cast(0 as bigint) as users
    from parts
    inner join recipes on recipes.recipe_key = parts.recipe_key
    left join recipes_with_negatives as given on given.recipe_id = parts.recipe_id
    where
        recipes.negatives = 'given'
        and given.recipe_id is null
),

unite_reasons as (
    select
        recipe_key,
        method,
        split,
        user_index,
        left_out_as
    from landed_predictions
    union all
    select
        recipe_key,
        method,
        split,
        cast(null as integer) as user_index,
        left_out_as
    from given_negatives
),

count_reasons as (
    select
        recipe_key,
        method,
        split,
        count(distinct case when left_out_as is null then user_index end) as users_with_list,
        count(case when left_out_as is null then 1 end) as listed_rows,
        count(case when left_out_as = 'unknown_user' then 1 end) as unknown_user_rows,
        count(case when left_out_as = 'unknown_item' then 1 end) as unknown_item_rows,
        count(case when left_out_as = 'met_in_train' then 1 end) as met_in_train_rows,
        count(case when left_out_as = 'met_in_valid' then 1 end) as met_in_valid_rows,
        count(case when left_out_as = 'duplicate' then 1 end) as duplicate_rows,
        count(case when left_out_as = 'not_sampled' then 1 end) as not_sampled_rows,
        count(left_out_as) as left_out_rows
    from unite_reasons
    group by
        recipe_key,
        method,
        split
),

list_users as (
    select distinct
        recipe_key,
        method,
        split,
        user_index
    from landed_predictions
    where left_out_as is null
),

-- they are measured, and count as if nothing of what they turned to had been recommended
count_users_without_list as (
    select
        measured_methods.recipe_key,
        measured_methods.method,
        measured_methods.split,
        count(*) as users
    from measured_methods
    inner join measured_users
        on
            measured_users.recipe_key = measured_methods.recipe_key
            and measured_users.split = measured_methods.split
    left join list_users
        on
            list_users.method = measured_methods.method
            and list_users.split = measured_methods.split
            and {{ number_in('list_users.recipe_key', 'list_users.user_index') }}
            = {{ number_in('measured_users.recipe_key', 'measured_users.user_index') }}
    where list_users.user_index is null
    group by
        measured_methods.recipe_key,
        measured_methods.method,
        measured_methods.split
),

count_measured_users as (
    select
        recipe_key,
        split,
        count(*) as users
    from measured_users
    group by
        recipe_key,
        split
),

count_negatives as (
    select
        recipe_key,
        split,
        count(*) as items,
        count(distinct user_index) as users
    from sampled_items
    group by
        recipe_key,
        split
),

-- of what land-negatives lands, those that are somebody's, and who has none
use_negatives as (
    select
        recipes.recipe_key,
        count_measured_users.split,
        'negatives' as method,
        count_measured_users.users as measured_users,
        coalesce(count_negatives.items, 0) as items,
        coalesce(count_negatives.users, 0) as users
    from recipes
    inner join count_measured_users on count_measured_users.recipe_key = recipes.recipe_key
    left join count_negatives
        on
            count_negatives.recipe_key = count_measured_users.recipe_key
            and count_negatives.split = count_measured_users.split
    where recipes.negatives = 'given'
),

count_all as (
    select
        count_rows.recipe_id,
        recipes.dataset_id,
        count_rows.method,
        count_rows.split,
        count_rows.row_count,
        count_rows.users,
        recipes.negatives,
        use_negatives.measured_users,
        case when use_negatives.recipe_key is not null then use_negatives.users else count_reasons.users_with_list end
            as users_with_list,
        case
            when use_negatives.recipe_key is not null then use_negatives.measured_users - use_negatives.users
            when measured_methods.recipe_key is not null then coalesce(count_users_without_list.users, 0)
        end as users_without_list,
        case when use_negatives.recipe_key is not null then use_negatives.items else count_reasons.listed_rows end
            as listed_rows,
        {% for reason in ['unknown_user', 'unknown_item', 'met_in_train', 'met_in_valid', 'duplicate'] %}
        case
            when use_negatives.recipe_key is not null then coalesce(count_reasons.{{ reason }}_rows, 0)
            else count_reasons.{{ reason }}_rows
        end as {{ reason }}_rows,
        {% endfor %}
        case
            -- of users who are not measured
            when use_negatives.recipe_key is not null
                then count_rows.row_count - use_negatives.items - coalesce(count_reasons.left_out_rows, 0)
            else count_reasons.not_sampled_rows
        end as not_sampled_rows,
        recipes.recipe_id is not null as has_recipe,
        methods.method is not null as is_method_of_corate,
        measured_methods.recipe_key is not null as is_measured
    from count_rows
    left join recipes on recipes.recipe_id = count_rows.recipe_id
    left join methods on methods.method = count_rows.method
    left join measured_methods
        on
            measured_methods.recipe_id = count_rows.recipe_id
            and measured_methods.method = count_rows.method
            and measured_methods.split = count_rows.split
    left join use_negatives
        on
            use_negatives.recipe_key = recipes.recipe_key
            and use_negatives.method = count_rows.method
            and use_negatives.split = count_rows.split
            and count_rows.row_count > 0
    left join count_reasons
        on
            count_reasons.recipe_key = recipes.recipe_key
            and count_reasons.method = count_rows.method
            and count_reasons.split = count_rows.split
    left join count_users_without_list
        on
            count_users_without_list.recipe_key = measured_methods.recipe_key
            and count_users_without_list.method = measured_methods.method
            and count_users_without_list.split = measured_methods.split
),

recommendations__landed_predictions as (
    select
        recipe_id,
        dataset_id,
        method,
        split,
        row_count,
        users,
        users_with_list,
        users_without_list,
        listed_rows,
        unknown_user_rows,
        unknown_item_rows,
        met_in_train_rows,
        met_in_valid_rows,
        duplicate_rows,
        not_sampled_rows,
        case
            when not has_recipe
                then 'not measured: no recipe is made that is called so: see benchmarks.recipes'
            when is_method_of_corate
                then 'not measured: a method of Corate is called so: land it under another name'
            when row_count = 0
                then 'not measured: the protocol asks for negatives: land them with land-negatives'
            when method = 'negatives' and negatives is null
                then 'not used: the protocol asks for none: write given into its cell negatives'
            when method = 'negatives' and negatives <> 'given'
                then 'not used: the protocol has ' || negatives || ' drawn: write given into its cell negatives'
            when method = 'negatives' and measured_users is null
                then 'not used: the recipe holds out no such part, or nobody in it has a target'
            when method <> 'negatives' and not is_measured and negatives = 'given'
                then 'not measured: no negatives are landed for this part of the recipe'
            when method <> 'negatives' and not is_measured
                then 'not measured: the recipe holds out no such part'
            when 2 * (unknown_user_rows + unknown_item_rows) > row_count
                then 'train lacks most of these ids: see benchmarks.users and benchmarks.items'
            when listed_rows = 0 and method = 'negatives'
                then 'no row is a negative: users had all of these items, or are not measured'
            when method = 'negatives' and users_without_list > 0
                then
                    cast(users_without_list as {{ dbt.type_string() }})
                    || ' of ' || cast(measured_users as {{ dbt.type_string() }})
                    || ' users have no negatives: nothing is found for them'
            when listed_rows = 0 and negatives is not null
                then 'no row counts: users had all of these before or have none in their sample'
            when listed_rows = 0
                then 'no row counts: users had all of these items before'
        end as problem
    from count_all
)

select * from recommendations__landed_predictions
