-- The rules of remark_rules/ that may find something, by cheap looks at what they read: to plan a rule takes DuckDB up to
-- 20 ms, however little there is to read. A rule that has no occasion would find nothing.
with ids as (
    select
        -- printable ASCII without blanks looks like itself alone
        bool_or(not regexp_full_match(id, '[!-~]*')) as have_unseen,
        bool_or(regexp_matches(id, '[+.,({[]')) as have_signs,
        -- letters with a number behind them are no word for nothing
        bool_or(not regexp_full_match(id, '[A-Za-z]*[1-9][0-9]*')) as have_words
    from event_ids
),

events as (
    select bool_or(events >= threshold('events_to_judge')) as are_judged
    from id_facts
),

ratings as (
    select
        bool_or(lowest = highest and ratings >= threshold('events_to_judge')) as are_the_same,
        bool_or(lowest >= threshold('smallest_time')) as are_times
    from rating_facts
),

times as (
    select
        bool_or(times >= threshold('events_to_judge')) as are_judged,
        bool_or(earliest = latest) as are_the_same,
        bool_or(earliest < threshold('first_second') or latest > epoch(now()) + threshold('seconds_of_a_day'))
            as are_out_of_era,
        bool_or(exponents > 0) as have_exponents
    from time_facts
),

samples as (
    select
        greatest(
            count(*) filter (seconds % 128 = 0),
            count(*) filter (number > seconds and number % 131072 = 0),
            count(*) filter (seconds % 1000 = 0)
        ) >= threshold('share_of_most') * count(seconds) as are_rounded
    from time_samples
)

select
    unnest([
        case when ids.have_unseen then 'ids_alike_on_screen' end,
        case when ids.have_signs then 'ids_of_odd_forms' end,
        case when events.are_judged then 'ids_tell_nothing' end,
        case when exists (from listed_ids) then 'ids_without_a_line' end,
        case when events.are_judged then 'one_id_has_most_events' end,
        case when ratings.are_the_same or ratings.are_times then 'ratings_tell_nothing' end,
        case when exists (from date_patterns) then 'times_are_dates_in_digits' end,
        case when times.are_out_of_era then 'times_out_of_era' end,
        case when times.are_judged and times.are_the_same then 'times_tell_nothing' end,
        case when times.are_judged and (times.have_exponents or samples.are_rounded) then 'times_that_lost_digits' end,
        case when ids.have_words then 'words_for_nothing' end
    ]) as rule
from ids
cross join events
cross join ratings
cross join times
cross join samples
