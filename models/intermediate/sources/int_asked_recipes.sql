{{ config(versions='rows', partition_by={}) }}

-- What each cell of a recipe is: as the first of its lines says, else the documented default; and why it cannot be
-- made, where it cannot. Nothing else is kept from being made by that.
{% set cells = protocol_cells() %}

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
        times,
        first_rated_at,
        last_rated_at,
        given_parts,
        has_given_valid,
        given_folds
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
        {{ said_cell(
            cell,
            'min_by(protocols.' ~ cell ~ ', case when protocols.' ~ cell ~ ' is not null then recipe_lines.place end)'
        ) }} as {{ cell }},
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
        {{ try_cast('max_interactions', 'bigint') }} as max_interactions,
        duplicate_policy as asked_duplicate_policy,
        min_rating as asked_min_rating,
        {{ try_cast("case when min_rating <> 'user_mean' then min_rating end", 'double') }} as min_rating,
        coalesce(min_rating = 'user_mean', false) as min_rating_is_user_mean,
        {{ timestamp_from_text('rated_from') }} as rated_from,
        {{ timestamp_from_text('rated_before') }} as rated_before,
        listed_users,
        listed_items,
        {{ try_cast('max_user_interactions', 'integer') }} as max_user_interactions,
        {{ try_cast('max_item_interactions', 'integer') }} as max_item_interactions,
        {{ try_cast('first_interactions', 'integer') }} as first_interactions,
        {{ try_cast('last_interactions', 'integer') }} as last_interactions,
        coalesce(repeats_in_row, 'keep') as repeats_in_row,
        coalesce(core_scope, 'train') as core_scope,
        case when core_scope = 'none' then 0 else coalesce({{ try_cast('core_users', 'integer') }}, 5) end
            as core_users,
        case when core_scope = 'none' then 0 else coalesce({{ try_cast('core_items', 'integer') }}, 5) end
            as core_items,
        case when coalesce(core_scope, 'train') <> 'none' then {{ try_cast('core_rounds', 'integer') }} end
            as core_rounds,
        coalesce(split, 'global_time') as split,
        -- fractions mean something for some splits only; decimals, so that n * (1 - v - t) is exact and the cut is the
        -- same event everywhere
        {% for part in ['valid', 'test'] %}
        case
            when {{ is_split("coalesce(split, 'global_time')", 'fraction') }}
                then coalesce({{ try_cast(part ~ '_fraction', 'decimal(9, 6)') }}, 0.1)
        end as {{ part }}_fraction,
        {% endfor %}
        case when split in ('fixed_time', 'new_users') then {{ timestamp_from_text('valid_starts_at') }} end
            as valid_starts_at,
        case when split in ('fixed_time', 'new_users') then {{ timestamp_from_text('test_starts_at') }} end
            as test_starts_at,
        case
            when split = 'leave_one_out' then 1
            when split = 'leave_last_k' then {{ try_cast('held_out_events', 'integer') }}
        end as held_out_events,
        case when split = 'k_fold' then coalesce({{ try_cast('folds', 'integer') }}, 5) end as folds,
        -- a length that is none would stop what counts windows, and with it all other recipes
        case when split = 'sliding_windows' and line_problem is null then {{ try_cast('window_days', 'integer') }} end
            as window_days,
        case
            when split = 'sliding_windows' and line_problem is null
                then coalesce({{ try_cast('step_days', 'integer') }}, {{ try_cast('window_days', 'integer') }})
        end as step_days,
        case
            when split = 'session' then coalesce({{ try_cast('session_minutes', 'integer') }}, 30)
            else {{ try_cast('session_minutes', 'integer') }}
        end as session_minutes,
        case when {{ is_split('split', 'shuffled') }} then coalesce({{ try_cast('seed', 'integer') }}, 1) end as seed,
        coalesce(cold, case when coalesce(core_scope, 'train') = 'train' then 'drop' else 'keep' end) as cold,
        {{ try_cast('max_history', 'integer') }} as max_history,
        {{ try_cast('min_train_length', 'integer') }} as asked_min_train_length,
        coalesce({{ try_cast('min_co_raters', 'integer') }}, 5) as min_co_raters,
        coalesce({{ try_cast('neighbors', 'integer') }}, 50) as neighbors,
        {{ try_cast('user_neighbors', 'integer') }} as user_neighbors,
        {{ negatives_word('negatives') }} as negatives
    from unite_lines
),

look_at_datasets as (
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
        contents.interactions,
        contents.ratings,
        contents.times,
        contents.given_parts,
        contents.has_given_valid,
        contents.given_folds,
        -- greatest and least pass over NULL
        cast(greatest(fill_defaults.rated_from, contents.first_rated_at) as date) as first_day,
        cast(least(fill_defaults.rated_before - interval 1 microsecond, contents.last_rated_at) as date) as last_day
    from fill_defaults
    left join datasets on datasets.dataset_id = fill_defaults.dataset_id
    left join contents on contents.dataset_key = datasets.dataset_key
),

-- folds and windows make several recipes of a protocol; a window is one where its test begins on the day of the last
-- event, or before
count_folds as (
    select
        *,
        case split
            when 'k_fold' then folds
            when 'given' then nullif({{ list_length('given_folds') }}, 0)
            when 'sliding_windows'
                then
                    cast(floor(
                        cast({{ days_between('first_day', 'last_day') }} - window_days as double) / step_days
                    ) as integer) + 1
        end as recipes_of_protocol
    from look_at_datasets
),

number_folds as (
    select
        *,
        -- too many, or none, are told of once
        {{ unnest_positions('case when recipes_of_protocol between 1 and 100 then recipes_of_protocol else 1 end') }}
            as number
    from count_folds
),

take_folds as (
    select
        *,
        cast(
            case
                when split = 'given' then {{ list_element('given_folds', 'number') }}
                when recipes_of_protocol is not null then number
            end as integer
        ) as fold,
        {{ days_after('first_day', '(number - 1) * step_days') }} as window_starts_on
    from number_folds
),

name_recipes as (
    select
        *,
        recipe_id || coalesce('-' || fold, '') as fold_id,
        cast({{ days_after('window_starts_on', 'window_days') }} as timestamp) as window_test_starts_at,
        cast({{ days_after('window_starts_on', 'window_days + step_days') }} as timestamp) as window_ends_at
    from take_folds
),

compare_names as (
    select
        *,
        count(*) over (partition by fold_id) > 1 as is_called_as_another,
        min(dataset_id || ' x ' || protocol_id) over (partition by fold_id) as one_called_so,
        max(dataset_id || ' x ' || protocol_id) over (partition by fold_id) as other_called_so
    from name_recipes
),

find_problems as (
    select
        *,
        case
            when is_ambiguous
                then
                    'more than one line of ' || protocol_id || ' is for ' || dataset_id || ' in the same way: keep one '
                    || 'of them'
            when is_called_as_another
                then
                    one_called_so || ' and ' || other_called_so || ' would both be called ' || fold_id
                    || ': rename a protocol or a dataset'
            when line_problem is not null then line_problem
            when is_unknown
                then
                    'datasets names ''' || dataset_id || ''': no such dataset is listed, and none is landed under this '
                    || 'name: land it, or take the name out'
            when interactions is null then dataset_id || ' has no interactions: take its name out of datasets'
            when valid_fraction + test_fraction >= 1
                then
                    'valid_fraction and test_fraction (0.1 where blank) add up to ' || (valid_fraction + test_fraction)
                    || ': they must leave something to train'
            when {{ is_split('split', 'times') }} and times = 0
                then
                    'split is ' || split || ', and no interaction of ' || dataset_id
                    || ' has a time: land it with --time, or split it in another way'
            when split = 'given' and given_parts = 0
                then
                    'split is given, and no interaction of ' || dataset_id || ' says a part that is known (train, '
                    || 'valid, test, or the number of a fold): land it with --split COLUMN, or split it in another way'
            {% for split, column in {
                'fixed_time': 'test_starts_at',
                'new_users': 'test_starts_at',
                'leave_last_k': 'held_out_events',
                'sliding_windows': 'window_days',
            }.items() %}
            when split = '{{ split }}' and {{ column }} is null
                then 'split is {{ split }}, and {{ column }} is blank: fill it in'
            {% endfor %}
            when valid_starts_at >= test_starts_at
                then 'valid_starts_at is not before test_starts_at: no interaction can lie between them'
            when recipes_of_protocol < 1
                then
                    'window_days is ' || window_days || ', and the interactions of ' || dataset_id || ' end before the '
                    || 'first test: make it shorter'
            when recipes_of_protocol > 100
                then
                    protocol_id || ' makes ' || recipes_of_protocol || ' recipes of ' || dataset_id
                    || ', and 100 are the most: make the steps longer, or the folds fewer'
            when coalesce(rated_from, rated_before) is not null and times = 0
                then
                    'the period has an end, and no interaction of ' || dataset_id
                    || ' has a time: land it with --time, or clear rated_from and rated_before'
            when rated_from >= rated_before
                then 'rated_from is not before rated_before: no interaction can lie between them'
            when first_interactions + last_interactions is not null
                then 'first_interactions and last_interactions are both there: clear one of the two'
            when (min_rating is not null or min_rating_is_user_mean) and ratings = 0
                then
                    'min_rating is ' || asked_min_rating || ', and no interaction of ' || dataset_id
                    || ' has a rating: land it with --rating, or clear min_rating'
            when interactions > max_interactions
                then
                    dataset_id || ' has ' || interactions || ' interactions, and ' || protocol_id
                    || ' is off above max_interactions, ' || max_interactions
        end as problem,
        coalesce(interactions > max_interactions, false) as is_too_large
    from compare_names
),

int_asked_recipes as (
    select
        fold_id as recipe_id,
        dataset_id,
        protocol_id,
        duplicate_policy,
        min_rating,
        min_rating_is_user_mean,
        case
            when split = 'sliding_windows' then greatest(cast(window_starts_on as timestamp), rated_from)
            else rated_from
        end as rated_from,
        case when split = 'sliding_windows' then least(window_ends_at, rated_before) else rated_before end
            as rated_before,
        listed_users,
        listed_items,
        max_user_interactions,
        max_item_interactions,
        first_interactions,
        last_interactions,
        repeats_in_row,
        core_scope,
        core_users,
        core_items,
        core_rounds,
        split,
        valid_fraction,
        test_fraction,
        valid_starts_at,
        case when split = 'sliding_windows' then window_test_starts_at else test_starts_at end as test_starts_at,
        held_out_events,
        folds,
        fold,
        window_days,
        step_days,
        session_minutes,
        seed,
        cold,
        coalesce(has_given_valid, false) as has_given_valid,
        max_history,
        coalesce(
            asked_min_train_length,
            -- as in the study of Amazon Beauty; models of sequences train on every event but the first
            case when split = 'global_time' then greatest(core_users, 2) else 2 end
        ) as min_train_length,
        min_co_raters,
        neighbors,
        user_neighbors,
        negatives,
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
