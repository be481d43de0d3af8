"""The recipe that every contestant carries out, and its one piece of arithmetic.

Of several events of a user with an item the last stays, by (timestamp, source row). Two global
cuts in time set 10 % of the events apart for valid and 10 % for test; train is before the first,
test from the second on. The 4-core is taken on train alone, to its fixpoint; valid and test keep
what concerns its users and items. Each user's kept items become one list in time order.
"""

VALID_PER_CENT = 10
TEST_PER_CENT = 10
CORE = 4

SEVERAL_CORES = (3, 4, 5, 10)
"""Of several recipes that are else the same."""


def cut_positions(events: int) -> tuple[int, int]:
    """Places, counted from 0 in time order, of the events whose times are the two cuts."""
    train = events * (100 - VALID_PER_CENT - TEST_PER_CENT) // 100
    return train, events * (100 - TEST_PER_CENT) // 100
