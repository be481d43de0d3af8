{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of protocols that cannot be right: recipes that a line with one of them has a say in are not
-- made. What they need of a dataset is another matter, see int_asked_recipes.
with protocols as (
    select
        file_name,
        line_number,
        protocol_id,
        datasets,
        max_interactions,
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
    from {{ ref('stg_settings__protocols') }}
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
                || 'and ''-'', and begin with a letter or a digit'
        end as problem
    from protocols
    where
        protocol_id is null
        or regexp_replace(protocol_id, '^[a-z0-9][a-z0-9._-]*$', '') <> ''
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
        'split': ['global_time', 'leave_one_out', 'none'],
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
        ('min_rating', '^-?[0-9]{1,9}([.][0-9]{1,9})?$', 'a number'),
        ('core_users', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('core_items', '^[0-9]{1,9}$', 'a whole number from 0 to 999999999'),
        ('valid_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('test_fraction', '^(0|0?[.][0-9]{1,6})$', 'a number from 0 to below 1 with at most 6 decimals'),
        ('max_history', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('min_co_raters', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('user_neighbors', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
    ]) }}
),

find_useless_cells as (
    {% for column in ['core_users', 'core_items'] %}
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
    {% for column in ['valid_fraction', 'test_fraction'] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''': fractions are of the split global_time, and this protocol''s is '
        || split as problem
    from protocols
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
        file_name,
        line_number,
        coalesce({{ try_cast('valid_fraction', 'decimal(9, 6)') }}, 0.1) as valid_fraction,
        coalesce({{ try_cast('test_fraction', 'decimal(9, 6)') }}, 0.1) as test_fraction
    from protocols
    where coalesce(split, 'global_time') = 'global_time'
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
        'find_useless_cells',
        'find_too_large_fractions',
    ]) }}
)

select * from int_protocol_problems
