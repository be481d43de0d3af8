-- The patterns by which most times of a sample are dates in digits. A Unix time is one in one of a hundred cases, so
-- that most of the different ones are no dates by chance.
with sampled_digits as (
    select distinct digits_of(text, number) as digits
    from time_samples
    where number is not null
),

sampled_dates as (
    select unnest(dates_in(digits), recursive := true)
    from sampled_digits
),

patterns as (
    select pattern
    from sampled_dates
    group by pattern
    having
        count(*) filter (is_in_era(date)) >= threshold('share_of_most') * (select count(*) from sampled_digits)
        and count(distinct date) > 1
)

select pattern
from patterns
