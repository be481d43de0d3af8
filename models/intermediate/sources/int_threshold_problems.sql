{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of thresholds that cannot be right. A line with one of them is left out, alone.
with thresholds as (
    select *
    from {{ ref('stg_settings__thresholds') }}
),

find_unknown_checks as (
    select
        file_name,
        line_number,
        'check_id' as column_name,
        'check_id is ''' || coalesce(check_id, '') || ''': it must be one of {{ split_checks() | join(", ") }}' as problem
    from thresholds
    where coalesce(check_id, '') not in ('{{ split_checks() | join("', '") }}')
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
