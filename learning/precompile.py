"""Compile learning/counting.py, so that no build has to: `python -m learning.precompile`.

The first build does it otherwise. What was compiled holds for this machine and these sources.
"""

from __future__ import annotations

import duckdb

from learning import pairs

TABLES = """
    create table sets as
    select
        1 as collection, 4294967296 + place as set_number, place as member, 2 as set_size,
        cast(2 as bigint) as norm, 1 as min_shared, 1 as neighbors
    from range(1, 3) as places (place);
    create table entries as
    select
        1 as collection, 4294967296 + place as set_number, 4294967296 + feature as list_key,
        cast(1 as bigint) as value
    from range(1, 3) as places (place), range(1, 3) as features (feature);
    create table compared_pairs as
    select 4294967297 as set_number_a, 4294967298 as set_number_b, 2 as shared;
    create table lists as
    select 1 as recipe_key, 'item_votes' as method, 1 as places, false as is_sampled;
    create table rated_items as
    select 1 as recipe_key, 1 as user_index, 1 as item_index;
    create table voters as
    select 1 as recipe_key, 'item_votes' as method, 1 as user_index, 1 as voter,
        cast(1 as bigint) as weight;
    create table votes as
    select 1 as recipe_key, 'item_votes' as method, 1 as voter, 2 as item_index,
        cast(1 as bigint) as weight;
"""
"""Two sets that share both of their features, and a vote: all is counted on them once."""


def main() -> None:
    """Call everything."""
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        sets, entries = connection.table("sets"), connection.table("entries")
        compared_pairs = connection.table("compared_pairs")
        for reader in (
            pairs.count_pairs(connection, sets, entries),
            pairs.find_candidates(connection, sets, compared_pairs, sets, entries),
            pairs.find_nearest_by_values(connection, sets, entries),
            pairs.add_up_values(connection, entries, compared_pairs),
            pairs.add_up_votes(
                connection,
                lists=connection.table("lists"),
                rated_items=connection.table("rated_items"),
                valid_items=connection.table("rated_items"),
                sampled_items=connection.table("rated_items"),
                voters=connection.table("voters"),
                votes=connection.table("votes"),
            ),
        ):
            reader.read_all()


if __name__ == "__main__":
    main()
