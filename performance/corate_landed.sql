-- What Corate landed of a generated CSV file, in the terms of peers/duckdb_read_csv.py.
select
    count(*) as row_count,
    cast(sum(cast("userId" as bigint)) as bigint) as sum_of_users,
    cast(sum(cast("movieId" as bigint)) as bigint) as sum_of_items,
    cast(sum(rating * 2) as bigint) as half_stars,
    cast(sum("timestamp") as bigint) as sum_of_times
from raw.movielens_ratings
