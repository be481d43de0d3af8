-- When the events of each part of the recipe $recipe_id took place: by month, or by year where they span more than ten
-- years.
with periods as (
    select
        split,
        period,
        starts_on,
        interactions,
        leaking_targets
    from benchmarks.period_statistics
    where
        recipe_id = $recipe_id
        and period in ('month', 'year')
        and starts_on is not null
),

choose_period as (
    select
        case
            when date_diff('month', min(starts_on), max(starts_on)) < 120 then 'month'
            else 'year'
        end as period
    from periods
)

select
    periods.split,
    periods.period,
    periods.starts_on,
    periods.interactions,
    coalesce(periods.leaking_targets, 0) as leaking_targets
from periods
inner join choose_period on choose_period.period = periods.period
order by
    periods.starts_on,
    periods.split
