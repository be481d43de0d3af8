{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of protocols that cannot be right: recipes that a line with one of them has a say in are not
-- made. What they need of a dataset is another matter, see int_asked_recipes.
with protocols as (
    select
        file_name,
        line_number,
        protocol_id,
        {% for cell in protocol_cells() %}
        {{ said_cell(cell, cell) }} as {{ cell }},
        {% endfor %}
        datasets
    from {{ ref('stg_settings__protocols') }}
),

entity_lists as (
    select distinct list_id
    from {{ ref('stg_settings__entity_lists') }}
),

find_unusable_ids as (
    select
        file_name,
        line_number,
        'protocol_id' as column_name,
        case
            when protocol_id is null then 'protocol_id is blank: name the protocol'
            else
                'protocol_id is ''' || protocol_id || ''': it must consist of lower-case letters, digits, ''.'', ''_'' '
                || 'and ''-'', at most 100 of them, and begin with a letter or a digit'
        end as problem
    from protocols
    where
        protocol_id is null
        or regexp_replace(protocol_id, '^[a-z0-9][a-z0-9._-]{0,99}$', '') <> ''
),

find_unusable_words as (
    select
        file_name,
        line_number,
        'datasets' as column_name,
        'datasets is ''' || datasets || ''': it must be names of datasets, or patterns such as movielens-*, separated '
        || 'by a blank, or none' as problem
    from protocols
    where
        regexp_replace(datasets, '^[a-z0-9*][a-z0-9*._-]*( +[a-z0-9*][a-z0-9*._-]*)*$', '') <> ''
        or ' ' || datasets || ' ' like '% none %' and datasets <> 'none'
),

find_unknown_words as (
    {% for column, words in {
        'duplicate_policy': ['last', 'first', 'all'],
        'core_scope': ['train', 'all', 'none'],
        'repeats_in_row': ['keep', 'collapse'],
        'split': splits_that('all'),
        'cold': ['drop', 'keep'],
    }.items() %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ words[:-1] | join(", ") }} or {{ words[-1] }}'
            as problem
    from protocols
    where {{ column }} not in ('{{ words | join("', '") }}')
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- 9 digits fit into an integer
find_unreadable_numbers as (
    {{ unreadable_cells('protocols', [
        ('max_interactions', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('min_rating', '^(user_mean|-?[0-9]{1,9}([.][0-9]{1,9})?)$', 'a number, or user_mean'),
        ('max_user_interactions', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('max_item_interactions', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('first_interactions', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('last_interactions', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('core_rounds', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('held_out_events', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('folds', '^0*([2-9]|[1-9][0-9]|100)$', 'a whole number from 2 to 100'),
        ('window_days', '^0*[1-9][0-9]{0,4}$', 'a whole number from 1 to 99999'),
        ('step_days', '^0*[1-9][0-9]{0,4}$', 'a whole number from 1 to 99999'),
        ('session_minutes', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('seed', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('min_train_length', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('core_users', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('core_items', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('valid_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('test_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('max_history', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('min_co_raters', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('user_neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('negatives', '^(given|0*[1-9][0-9]{0,4})$', 'a whole number from 1 to 99999, or given'),
    ]) }}
),

find_unreadable_times as (
    {% for column in ['rated_from', 'rated_before', 'valid_starts_at', 'test_starts_at'] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''': it must be a date or a time from 1970 to 2099, such as '
        || '2020-01-31 or 2020-01-31 12:00:00+01:00, or a unix time of 9 digits or more' as problem
    from protocols
    where
        -- fewer digits alone are rather a year or a date
        {{ regexp_replaced(
            column, '^([0-9]{9,13}([.][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?)$', ''
        ) }} <> ''
        or coalesce(
            {{ timestamp_from_text(column) }} < cast('1970-01-01' as timestamp)
            or {{ timestamp_from_text(column) }} >= cast('2100-01-01' as timestamp),
            {{ column }} is not null
        )
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

find_unknown_lists as (
    {% for column in ['listed_users', 'listed_items'] %}
    select
        protocols.file_name,
        protocols.line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || protocols.{{ column }} || ''': no line of seeds/entity_lists.csv or '
        || 'own/entity_lists.csv has this list_id (with ''not '' before it, those of the list are left out)' as problem
    from protocols
    left join entity_lists on entity_lists.list_id = {{ list_of_cell('protocols.' ~ column) }}
    where
        protocols.{{ column }} is not null
        and entity_lists.list_id is null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

find_useless_cells as (
    {% for column in ['core_users', 'core_items', 'core_rounds'] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''' and core_scope is none: clear one of the two' as problem
    from protocols
    where
        core_scope = 'none'
        and {{ column }} is not null
    union all
    {% endfor %}
    {% for column, splits in {
        'valid_fraction': splits_that('fraction'),
        'test_fraction': splits_that('fraction'),
        'valid_starts_at': splits_that('days'),
        'test_starts_at': splits_that('days'),
        'held_out_events': ['leave_last_k'],
        'folds': ['k_fold'],
        'window_days': ['sliding_windows'],
        'step_days': ['sliding_windows'],
        'seed': splits_that('shuffled'),
    }.items() %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''' and split is ' || split
        || ': it is for {{ splits | join(", ") }}; clear one of the two' as problem
    from protocols
    where
        split not in ('{{ splits | join("', '") }}')
        and {{ column }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

read_fractions as (
    select
        file_name,
        line_number,
        coalesce({{ try_cast('valid_fraction', 'decimal(9, 6)') }}, 0.1) as valid_fraction,
        coalesce({{ try_cast('test_fraction', 'decimal(9, 6)') }}, 0.1) as test_fraction
    from protocols
    where {{ is_split("coalesce(split, 'global_time')", 'fraction') }}
),

find_too_large_fractions as (
    select
        file_name,
        line_number,
        'valid_fraction and test_fraction' as column_name,
        'valid_fraction and test_fraction (0.1 where blank) add up to ' || (valid_fraction + test_fraction)
        || ': they must leave something to train' as problem
    from read_fractions
    where valid_fraction + test_fraction >= 1
),

int_protocol_problems as (
    {{ union_of_checks([
        'find_unusable_ids',
        'find_unusable_words',
        'find_unknown_words',
        'find_unreadable_numbers',
        'find_unreadable_times',
        'find_unknown_lists',
        'find_useless_cells',
        'find_too_large_fractions',
    ]) }}
)

select * from int_protocol_problems
