{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of thresholds that cannot be right. A line with one of them is left out, alone.
with thresholds as (
    select *
    from {{ ref('stg_settings__thresholds') }}
),

known_checks as (
    {% for check in split_checks() %}
    select '{{ check }}' as check_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

find_unknown_checks as (
    select
        thresholds.file_name,
        thresholds.line_number,
        'check_id' as column_name,
        'check_id is ''' || coalesce(thresholds.check_id, '') || ''': there is no such check, see '
        || 'seeds/thresholds.csv' as problem
    from thresholds
    left join known_checks on known_checks.check_id = thresholds.check_id
    where known_checks.check_id is null
),

find_unreadable_cells as (
    {{ unreadable_cells('thresholds', [
        ('splits', '^(train|valid|test|all)( +(train|valid|test|all))*$',
            'parts (train, valid, test, all) separated by a blank'),
        ('worse', '^(high|low)$', 'high or low'),
        ('look_beyond', '^-?[0-9]{1,15}([.][0-9]{1,9})?$', 'a number'),
        ('critical_beyond', '^-?[0-9]{1,15}([.][0-9]{1,9})?$', 'a number'),
    ]) }}
),

find_blank_cells as (
    {% for column, what in {
        'worse': 'say which figures are worse, high or low',
        'look_beyond': 'give the figure beyond which one should look',
        'critical_beyond': 'give the figure beyond which it is critical',
        'advice': 'say what to do',
    }.items() %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is blank: {{ what }}' as problem
    from thresholds
    where {{ column }} is null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_threshold_problems as (
    {{ union_of_checks(['find_unknown_checks', 'find_unreadable_cells', 'find_blank_cells']) }}
)

select * from int_threshold_problems
