-- From where on something stands out. Shares are of all events, or of all ids, as the rule says.
select *
from (
    values
        -- below so many events, only what is plainly wrong is told
        ('events_to_judge', 20),
        ('ids_to_judge', 3),
        ('share_of_one_id', 0.5),
        -- so many repeats would be in the sample, if each id came twice
        ('repeats_expected', 10),
        -- a 0 that stands for nobody has more events than others have
        ('times_the_usual', 2),
        ('share_of_most', 0.9),
        -- Unix seconds: 1995-01-01, before which nobody rated on the web
        ('first_second', 788918400),
        ('seconds_of_a_day', 86400),
        ('seconds_of_an_hour', 3600),
        -- as a date in digits, 1900-01-01
        ('smallest_time', 19000000),
        ('rated_without_a_line', 0.05),
        ('lines_of_unrated', 0.5)
) as thresholds (name, value)
