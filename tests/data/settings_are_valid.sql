{{ config(severity='error' if var('strict_settings') else 'warn') }}

-- What is wrong in seeds/ and own/, or asks for what cannot be made, one row a problem: its own line is left out, and
-- everything else is made. Lists of videos have a test of their own.
with find_unread_lines as (
    select
        file_name,
        line_number,
        problem
    from {{ source('settings', 'unread_settings') }}
),

find_recipes_that_cannot_be_made as (
    select
        file_name,
        line_number,
        recipe_id || ' is not made: ' || problem as problem
    from {{ ref('int_asked_recipes') }}
    where is_to_be_told
),

-- a cell of a protocol that says none means no list, and one with not before it all others
find_unusable_lists as (
    select
        file_name,
        line_number,
        case
            when list_id is null then 'list_id is blank: name the list'
            when entity_id is null then 'entity_id is blank: name a user or an item'
            else 'list_id is ''' || list_id || ''': call it something else than none, or ''not '' and a name'
        end as problem
    from {{ ref('stg_settings__entity_lists') }}
    where
        list_id is null
        or entity_id is null
        or list_id = 'none'
        or list_id like 'not %'
),

split_recipes_of_methods as (
    select
        file_name,
        line_number,
        method,
        {{ unnest_list(split_text('recipes', ' ')) }} as word
    from {{ ref('stg_settings__methods') }}
    where recipes <> 'none'
),

-- a pattern may be for what is landed some day; a name is misspelt, or its recipe is not made
find_methods_for_no_recipe as (
    select
        words.file_name,
        words.line_number,
        'recipes of ' || coalesce(words.method, 'a method') || ' says ''' || words.word || ''', which is no recipe: '
        || 'see recipe_id in benchmarks.recipes' as problem
    from split_recipes_of_methods as words
    left join {{ ref('int_recipes') }} as recipes on recipes.recipe_id = words.word
    where
        recipes.recipe_id is null
        and words.word <> ''
        and words.word not like '%*%'
),

unite_problems as (
    select * from find_unread_lines
    union all
    select * from find_unusable_lists
    union all
    select * from find_recipes_that_cannot_be_made
    union all
    select * from find_methods_for_no_recipe
    {% for model in [
        'int_dataset_problems',
        'int_method_problems',
        'int_protocol_problems',
        'int_published_count_problems',
        'int_published_metric_problems',
        'int_threshold_problems',
    ] %}
    union all
    select
        file_name,
        line_number,
        problem
    from {{ ref(model) }}
    {% endfor %}
),

settings_are_valid as (
    select
        file_name,
        line_number,
        problem
    from unite_problems
)

select * from settings_are_valid
order by
    file_name,
    line_number nulls last,
    problem
