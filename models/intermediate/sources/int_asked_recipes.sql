{{ config(versions='rows', partition_by={}) }}

-- What each cell of a recipe is: as the first of its lines says, else the documented default; and why it cannot be
-- made, where it cannot. Nothing else is kept from being made by that.
{% set cells = [
    'max_interactions',
    'duplicate_policy',
    'min_rating',
    'core_users',
    'core_items',
    'core_scope',
    'split',
    'valid_fraction',
    'test_fraction',
    'max_history',
    'min_co_raters',
    'neighbors',
    'user_neighbors',
] %}

with recipe_lines as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        place,
        file_name,
        line_number,
        names_dataset,
        is_ambiguous
    from {{ ref('int_recipe_lines') }}
),

protocols as (
    select
        file_name,
        line_number,
        {{ cells | join(',\n        ') }}
    from {{ ref('stg_settings__protocols') }}
),

line_problems as (
    select
        file_name,
        line_number,
        min(problem) as problem
    from {{ ref('int_protocol_problems') }}
    group by
        file_name,
        line_number
),

datasets as (
    select
        dataset_id,
        dataset_key,
        is_landed,
        repeats
    from {{ ref('int_datasets') }}
),

contents as (
    select
        dataset_key,
        interactions,
        ratings,
        times
    from {{ ref('int_dataset_contents') }}
),

unite_lines as (
    select
        recipe_lines.recipe_id,
        recipe_lines.dataset_id,
        recipe_lines.protocol_id,
        min_by(recipe_lines.file_name, recipe_lines.place) as file_name,
        min_by(recipe_lines.line_number, recipe_lines.place) as line_number,
        max(case when recipe_lines.place = 1 and recipe_lines.names_dataset then 1 else 0 end) = 1 as names_dataset,
        max(case when recipe_lines.is_ambiguous then 1 else 0 end) = 1 as is_ambiguous,
        {% for cell in cells %}
        min_by(protocols.{{ cell }}, case when protocols.{{ cell }} is not null then recipe_lines.place end)
            as {{ cell }},
        {% endfor %}
        min(line_problems.problem) as line_problem
    from recipe_lines
    inner join protocols
        on
            protocols.file_name = recipe_lines.file_name
            and protocols.line_number = recipe_lines.line_number
    left join line_problems
        on
            line_problems.file_name = recipe_lines.file_name
            and line_problems.line_number = recipe_lines.line_number
    group by
        recipe_lines.recipe_id,
        recipe_lines.dataset_id,
        recipe_lines.protocol_id
),

fill_defaults as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        file_name,
        line_number,
        names_dataset,
        is_ambiguous,
        line_problem,
        count(*) over (partition by recipe_id) > 1 as is_called_as_another,
        min(dataset_id || ' x ' || protocol_id) over (partition by recipe_id) as one_called_so,
        max(dataset_id || ' x ' || protocol_id) over (partition by recipe_id) as other_called_so,
        {{ try_cast('max_interactions', 'bigint') }} as max_interactions,
        duplicate_policy as asked_duplicate_policy,
        {{ try_cast('min_rating', 'double') }} as min_rating,
        coalesce(core_scope, 'train') as core_scope,
        case when core_scope = 'none' then 0 else coalesce({{ try_cast('core_users', 'integer') }}, 5) end
            as core_users,
        case when core_scope = 'none' then 0 else coalesce({{ try_cast('core_items', 'integer') }}, 5) end
            as core_items,
        coalesce(split, 'global_time') as split,
        -- fractions mean something for the global time split only; decimals, so that n * (1 - v - t) is exact and the
        -- cut is the same event everywhere
        case
            when coalesce(split, 'global_time') = 'global_time'
                then coalesce({{ try_cast('valid_fraction', 'decimal(9, 6)') }}, 0.1)
        end as valid_fraction,
        case
            when coalesce(split, 'global_time') = 'global_time'
                then coalesce({{ try_cast('test_fraction', 'decimal(9, 6)') }}, 0.1)
        end as test_fraction,
        {{ try_cast('max_history', 'integer') }} as max_history,
        coalesce({{ try_cast('min_co_raters', 'integer') }}, 5) as min_co_raters,
        coalesce({{ try_cast('neighbors', 'integer') }}, 50) as neighbors,
        {{ try_cast('user_neighbors', 'integer') }} as user_neighbors
    from unite_lines
),

find_problems as (
    select
        fill_defaults.*,
        coalesce(
            fill_defaults.asked_duplicate_policy,
            -- an order or a play that comes again is no duplicate
            case when datasets.repeats = 'events' then 'all' end,
            'last'
        ) as duplicate_policy,
        coalesce(datasets.is_landed, false) as is_landed,
        datasets.dataset_id is null as is_unknown,
        case
            when fill_defaults.is_ambiguous
                then
                    'more than one line of ' || fill_defaults.protocol_id || ' is for ' || fill_defaults.dataset_id
                    || ' in the same way: keep one of them'
            when fill_defaults.is_called_as_another
                then
                    fill_defaults.one_called_so || ' and ' || fill_defaults.other_called_so || ' would both be called '
                    || fill_defaults.recipe_id || ': rename a protocol or a dataset'
            when fill_defaults.line_problem is not null then fill_defaults.line_problem
            when datasets.dataset_id is null
                then
                    'datasets names ''' || fill_defaults.dataset_id || ''': no such dataset is listed, and none is '
                    || 'landed under this name: land it, or take the name out'
            when contents.interactions is null
                then fill_defaults.dataset_id || ' has no interactions: take its name out of datasets'
            when fill_defaults.valid_fraction + fill_defaults.test_fraction >= 1
                then
                    'valid_fraction and test_fraction (0.1 where blank) add up to '
                    || (fill_defaults.valid_fraction + fill_defaults.test_fraction)
                    || ': they must leave something to train'
            when fill_defaults.split = 'global_time' and contents.times = 0
                then
                    'split is global_time, and no interaction of ' || fill_defaults.dataset_id
                    || ' has a time: land it with --time, or split it in another way'
            when fill_defaults.min_rating is not null and contents.ratings = 0
                then
                    'min_rating is ' || fill_defaults.min_rating || ', and no interaction of '
                    || fill_defaults.dataset_id || ' has a rating: land it with --rating, or clear min_rating'
            when contents.interactions > fill_defaults.max_interactions
                then
                    fill_defaults.dataset_id || ' has ' || contents.interactions || ' interactions, and '
                    || fill_defaults.protocol_id || ' is off above max_interactions, '
                    || fill_defaults.max_interactions
        end as problem,
        coalesce(contents.interactions > fill_defaults.max_interactions, false) as is_too_large
    from fill_defaults
    left join datasets on datasets.dataset_id = fill_defaults.dataset_id
    left join contents on contents.dataset_key = datasets.dataset_key
),

int_asked_recipes as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        duplicate_policy,
        min_rating,
        core_scope,
        core_users,
        core_items,
        split,
        valid_fraction,
        test_fraction,
        max_history,
        min_co_raters,
        neighbors,
        user_neighbors,
        max_interactions,
        is_landed,
        problem,
        file_name,
        line_number,
        -- what somebody asked for by name; what a line is wrong in is told once, and not for each dataset
        problem is not null
        and (is_ambiguous or is_called_as_another or line_problem is null and names_dataset and not is_too_large)
            as is_to_be_told
    from find_problems
)

select * from int_asked_recipes
