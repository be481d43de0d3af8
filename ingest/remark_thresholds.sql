-- From where on something stands out. Shares are of all events, or of all ids, as the rule says.
select *
from (
    values
        -- below so many events, only what is plainly wrong is told
        ('events_to_judge', 20),
        ('ids_to_judge', 5),
        ('share_of_one_id', 0.5),
        -- so many repeats would be in the sample, if each id came twice
        ('repeats_expected', 10),
        ('share_of_zero', 0.01),
        ('share_with_point_zero', 0.1),
        -- Unix seconds: 1995-01-01, before which nobody rated on the web
        ('first_second', 788918400),
        ('seconds_of_a_day', 86400),
        -- a 32-bit float of today's Unix times is true to 128 seconds
        ('seconds_of_a_float', 128),
        ('rated_without_a_line', 0.05),
        ('lines_of_unrated', 0.5)
) as thresholds (name, value)
