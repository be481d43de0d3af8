-- Every cell of seeds/recipes.csv that cannot be right, one row a problem. It reads what the recipes
-- are made of and nothing else, so that `dbt build` runs it before any model that a wrong line
-- would mislead. What the interactions must have is in recipes_fit_their_datasets.
with recipes as (
    select
        recipe_id,
        dataset_id,
        duplicate_policy,
        min_rating,
        core_users,
        core_items,
        core_scope,
        split,
        valid_fraction,
        test_fraction,
        max_history,
        min_co_raters,
        neighbors,
        user_neighbors
    from {{ ref('recipes') }}
),

listed_datasets as (
    select dataset_id
    from {{ ref('datasets') }}
),

landings as (
    select dataset_id
    from {{ source('landing', 'landings') }}
),

known_datasets as (
    select dataset_id
    from listed_datasets
    union
    select dataset_id
    from landings
),

find_unusable_ids as (
    select
        recipe_id,
        'recipe_id' as column_name,
        recipe_id as cell,
        case
            when recipe_id is null
                then 'a line of dataset ' || coalesce(dataset_id, '(blank)') || ' has no recipe_id: name it'
            else
                'recipe_id is ''' || recipe_id || ''': it must consist of lower-case letters, digits, ''.'', ''_'' '
                || 'and ''-'', and begin with a letter or a digit'
        end as problem
    from recipes
    where
        recipe_id is null
        or regexp_replace(recipe_id, '^[a-z0-9][a-z0-9._-]*$', '') <> ''
),

find_repeated_ids as (
    select
        recipe_id,
        'recipe_id' as column_name,
        recipe_id as cell,
        'recipe_id ''' || recipe_id || ''' is on ' || count(*) || ' lines: each recipe needs a name of its own'
            as problem
    from recipes
    where recipe_id is not null
    group by recipe_id
    having count(*) > 1
),

find_unknown_datasets as (
    select
        recipes.recipe_id,
        'dataset_id' as column_name,
        recipes.dataset_id as cell,
        case
            when recipes.dataset_id is null then 'dataset_id is blank: name the dataset to start from'
            else
                'dataset_id is ''' || recipes.dataset_id || ''': no such dataset is in seeds/datasets.csv, '
                || 'and none is landed under this name'
        end as problem
    from recipes
    left join known_datasets on known_datasets.dataset_id = recipes.dataset_id
    where known_datasets.dataset_id is null
),

find_unknown_words as (
    {% for column, words in {
        'duplicate_policy': ['last', 'first', 'all'],
        'core_scope': ['train', 'all', 'none'],
        'split': ['global_time', 'leave_one_out', 'none'],
    }.items() %}
    select
        recipe_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ words[:-1] | join(", ") }} or {{ words[-1] }}'
            as problem
    from recipes
    where {{ column }} not in ('{{ words | join("', '") }}')
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- 9 digits fit into an integer
find_unreadable_numbers as (
    {% for column, pattern, rule in [
        ('min_rating', '^-?[0-9]{1,9}([.][0-9]{1,9})?$', 'a number'),
        ('core_users', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('core_items', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('valid_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('test_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('max_history', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('min_co_raters', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('user_neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
    ] %}
    select
        recipe_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ rule }}' as problem
    from recipes
    where regexp_replace({{ column }}, '{{ pattern }}', '') <> ''
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

find_useless_cells as (
    {% for column in ['core_users', 'core_items'] %}
    select
        recipe_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''' and core_scope is none: clear one of the two' as problem
    from recipes
    where
        core_scope = 'none'
        and {{ column }} is not null
    union all
    {% endfor %}
    {% for column in ['valid_fraction', 'test_fraction'] %}
    select
        recipe_id,
        '{{ column }}' as column_name,
        {{ column }} as cell,
        '{{ column }} is ''' || {{ column }} || ''': fractions belong to the split global_time, and this recipe''s is '
        || split as problem
    from recipes
    where
        split in ('leave_one_out', 'none')
        and {{ column }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

read_fractions as (
    select
        recipe_id,
        coalesce({{ try_cast('valid_fraction', 'decimal(9, 6)') }}, 0.1) as valid_fraction,
        coalesce({{ try_cast('test_fraction', 'decimal(9, 6)') }}, 0.1) as test_fraction
    from recipes
    where coalesce(split, 'global_time') = 'global_time'
),

find_too_large_fractions as (
    select
        recipe_id,
        'valid_fraction and test_fraction' as column_name,
        valid_fraction || ' and ' || test_fraction as cell,
        'valid_fraction and test_fraction (0.1 where blank) add up to ' || (valid_fraction + test_fraction)
        || ': they must leave something to train' as problem
    from read_fractions
    where valid_fraction + test_fraction >= 1
),

{% set checks = [
    'find_unusable_ids',
    'find_repeated_ids',
    'find_unknown_datasets',
    'find_unknown_words',
    'find_unreadable_numbers',
    'find_useless_cells',
    'find_too_large_fractions',
] %}

recipes_are_valid as (
    {% for check in checks %}
    select
        recipe_id,
        column_name,
        cell,
        problem
    from {{ check }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from recipes_are_valid
