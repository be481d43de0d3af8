"""Counting what sets have in common, compiled by numba: the inner loops of learning/pairs.py.

Sets have places from 0, the largest first; features have numbers from 0. A set has a row of
counters, one for each other set: for each of its features, one is added for every set that has it,
too. That is reading two ranges of memory from end to end, and adding in a row that stays in the
processor's cache; no hash table, nothing sorted.

What was compiled is kept in `__pycache__` beside this file, or in the user's cache where that
cannot be written: the first run compiles (some seconds), others do not. Functions here give up
Python's lock, so that as many run at once as threads call.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numba.np.linalg
import numpy as np
import numpy.typing as npt


def without_blas() -> None:
    """Have numba load its functions of arrays without a look for BLAS.

    For that it would import scipy.linalg, which takes as long as counting a hundred million pairs,
    and nothing here multiplies matrices.
    """

    def none() -> None:
        raise ImportError("not looked for")

    looks = numba.np.linalg.ensure_blas
    numba.np.linalg.ensure_blas = none
    try:
        import_module("numba.np.arraymath")
    finally:
        numba.np.linalg.ensure_blas = looks


without_blas()

Array = npt.NDArray[Any]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])

DENSE = 8
"""A row is gone through from end to end where at least one in so many of its counters is hit."""

ABSENT = np.iinfo(np.int64).min
"""Stands in a row of values where a set lacks the feature."""


UNIT = 1_000_000
"""Sums of weights, which are whole numbers of 1e-18, are compared in units of 1e-12."""


class Sets(NamedTuple):
    """The sets of one collection and their features, both ways round.

    starts: where the entries of each set begin, and after them the number of all; set_features
    and set_values: the features of each set and their values, set by set; positions: where each of
    these entries is in `lists`. list_starts: where the list of each feature begins; lists and
    list_values: the sets of each feature in the order of their places, and their values.
    later_pairs, pairs: how often a set meets sets after it, and all others.

    Without values, set_values and list_values are empty. Places and features are uint32, values
    int64, the others int64.
    """

    starts: Array
    set_features: Array
    set_values: Array
    positions: Array
    list_starts: Array
    lists: Array
    list_values: Array
    later_pairs: Array
    pairs: Array


class Scratch(NamedTuple):
    """What a thread counts in: rows of zeros, which are zeros again when it is done.

    counters (uint16, or uint32 where sets are larger than that), products (int64): one for each
    set. touched (uint32), closeness (float64, a row for each measure), chosen (bool), ties
    (float64): room for what is found in one row. heap (float64): room for as many as neighbours
    are wanted.
    """

    counters: Array
    products: Array
    touched: Array
    closeness: Array
    chosen: Array
    heap: Array
    ties: Array


class Found(NamedTuple):
    """Pairs that were found: room for as many as there can be.

    first, second: numbers of sets (int64); shared (int32); products (int64; empty without values).
    """

    first: Array
    second: Array
    shared: Array
    products: Array


def compiled(function: Compiled) -> Compiled:
    """Compile a function when it is first called, or load what an earlier run compiled."""
    made: Any = numba.njit(nogil=True)(function)
    # numba refuses where it may write neither beside this file nor at home: then each run compiles
    with suppress(RuntimeError):
        made.enable_caching()
    return cast(Compiled, made)


@compiled
def arrange(places: Array, features: Array, values: Array, sets: Sets) -> None:
    """Put entries, which are in any order, where they belong in `sets`.

    starts and list_starts are there already, everything else is filled in.
    """
    weighed = len(values) > 0
    filled = sets.starts[:-1].copy()
    for number in range(len(places)):
        entry = filled[places[number]]
        filled[places[number]] = entry + 1
        sets.set_features[entry] = features[number]
        if weighed:
            sets.set_values[entry] = values[number]
    filled = sets.list_starts[:-1].copy()
    for place in range(len(sets.starts) - 1):
        later = 0
        pairs = 0
        for entry in range(sets.starts[place], sets.starts[place + 1]):
            feature = sets.set_features[entry]
            position = filled[feature]
            filled[feature] = position + 1
            sets.positions[entry] = position
            sets.lists[position] = place
            if weighed:
                sets.list_values[position] = sets.set_values[entry]
            later += sets.list_starts[feature + 1] - position - 1
            pairs += sets.list_starts[feature + 1] - sets.list_starts[feature] - 1
        sets.later_pairs[place] = later
        sets.pairs[place] = pairs


@compiled
def count_pairs(
    first: int, last: int, sets: Sets, least: int, base: int, scratch: Scratch, found: Found
) -> int:
    """The pairs that sets from `first` to before `last` make with later ones; how many there are.

    Those with `least` or more features in common; with the sums of the products of their values,
    where sets have values. base + place is the number of a set.
    """
    counters = scratch.counters
    products = scratch.products
    touched = scratch.touched
    weighed = len(sets.list_values) > 0
    made = 0
    for place in range(first, last):
        dense = sets.later_pairs[place] * DENSE >= len(counters) - place
        known = 0
        for entry in range(sets.starts[place], sets.starts[place + 1]):
            start = sets.positions[entry] + 1
            end = sets.list_starts[sets.set_features[entry] + 1]
            if dense:
                for position in range(start, end):
                    counters[sets.lists[position]] += 1
            else:
                for position in range(start, end):
                    other = sets.lists[position]
                    if counters[other] == 0:
                        touched[known] = other
                        known += 1
                    counters[other] += 1
            if weighed:
                value = sets.set_values[entry]
                for position in range(start, end):
                    products[sets.lists[position]] += value * sets.list_values[position]
        if dense:
            known = len(counters) - place - 1
            for number in range(known):
                touched[number] = place + 1 + number
        for other in touched[:known]:
            if counters[other] >= least:
                found.first[made] = base + place
                found.second[made] = base + other
                found.shared[made] = counters[other]
                if weighed:
                    found.products[made] = products[other]
                made += 1
            counters[other] = 0
            if weighed:
                products[other] = 0
    return made


@compiled
def find_nearest(
    first: int,
    last: int,
    sets: Sets,
    members: Array,
    norms: Array,
    least: int,
    neighbors: int,
    measures: int,
    base: int,
    scratch: Scratch,
    found: Found,
) -> int:
    """The nearest of each set by one of several measures, for sets from `first` to before `last`.

    As count_pairs, but each set meets all others, and of these stay those that by one of the first
    `measures` of three are among its `neighbors` nearest: Jaccard, the squared cosine, and that of
    the values, equal ones in the order of what they share and then of members. The macro
    similarity_candidates says the same; it has the same divisions of the same numbers. members,
    norms: of each set.
    """
    counters, products, touched, closeness, chosen, heap, ties = scratch
    weighed = len(sets.list_values) > 0
    made = 0
    for place in range(first, last):
        size = sets.starts[place + 1] - sets.starts[place]
        dense = sets.pairs[place] * DENSE >= len(counters)
        known = 0
        for entry in range(sets.starts[place], sets.starts[place + 1]):
            feature = sets.set_features[entry]
            start = sets.list_starts[feature]
            end = sets.list_starts[feature + 1]
            if dense:
                for position in range(start, end):
                    counters[sets.lists[position]] += 1
            else:
                for position in range(start, end):
                    other = sets.lists[position]
                    if counters[other] == 0:
                        touched[known] = other
                        known += 1
                    counters[other] += 1
            if weighed:
                value = sets.set_values[entry]
                for position in range(start, end):
                    products[sets.lists[position]] += value * sets.list_values[position]
        if dense:
            for other in range(len(counters)):
                touched[other] = other
            known = len(counters)
        kept = 0
        for number in range(known):
            other = touched[number]
            shared = counters[other]
            if shared < least or other == place:
                counters[other] = 0
                if weighed:
                    products[other] = 0
                continue
            other_size = sets.starts[other + 1] - sets.starts[other]
            touched[kept] = other
            closeness[0, kept] = float(shared) / float(size + other_size - shared)
            if measures > 1:
                squared = float(shared) * float(shared)
                closeness[1, kept] = squared / (float(size) * float(other_size))
            if measures > 2:
                squared = float(products[other]) * float(products[other])
                closeness[2, kept] = squared / (float(norms[place]) * float(norms[other]))
            kept += 1
        chosen[:kept] = False
        for measure in range(measures):
            choose_nearest(
                closeness[measure, :kept],
                touched,
                counters,
                members,
                heap[:neighbors],
                ties,
                chosen,
            )
        for number in range(kept):
            other = touched[number]
            if chosen[number]:
                found.first[made] = base + place
                found.second[made] = base + other
                found.shared[made] = counters[other]
                if weighed:
                    found.products[made] = products[other]
                made += 1
            counters[other] = 0
            if weighed:
                products[other] = 0
    return made


@compiled
def choose_nearest(
    closeness: Array,
    others: Array,
    counters: Array,
    members: Array,
    heap: Array,
    ties: Array,
    chosen: Array,
) -> None:
    """Mark the nearest, as many as `heap` has room for, in `chosen`; or all, where they are fewer.

    closeness: of each one of `others`. counters: what they share; of equally near ones that share
    as much, those with the lowest members are chosen. ties: room for as many as there are.
    """
    last = nth_largest(closeness, heap)
    tied = 0
    nearer = 0
    for number in range(len(closeness)):
        if closeness[number] > last:
            chosen[number] = True
            nearer += 1
        elif closeness[number] == last:
            ties[tied] = counters[others[number]]
            tied += 1
    if tied == 0:
        return
    wanted = len(heap) - nearer
    last_shared = nth_largest(ties[:tied], heap[:wanted])
    tied = 0
    for number in range(len(closeness)):
        if closeness[number] == last:
            shared = counters[others[number]]
            if shared > last_shared:
                chosen[number] = True
                wanted -= 1
            elif shared == last_shared:
                ties[tied] = -members[others[number]]
                tied += 1
    if tied == 0:
        return
    last_member = nth_largest(ties[:tied], heap[:wanted])
    for number in range(len(closeness)):
        other = others[number]
        if (
            closeness[number] == last
            and counters[other] == last_shared
            and -members[other] >= last_member
        ):
            chosen[number] = True


@compiled
def push(heap: Array, value: float) -> None:
    """Put a value into a heap of the largest so far, the least first, if it belongs there."""
    if value <= heap[0]:
        return
    at = 0
    while True:
        child = 2 * at + 1
        if child >= len(heap):
            break
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@compiled
def nth_largest(values: Array, heap: Array) -> float:
    """The nth largest of some values, n being the length of `heap`; -inf where they are fewer.

    heap: room for a heap of the largest so far, the least of them first.
    """
    heap[:] = -np.inf
    for value in values:
        push(heap, value)
    return float(heap[0])


class Pairs(NamedTuple):
    """Pairs of sets: the places of both (uint32), what they share (int32), and their Jaccard."""

    first: Array
    second: Array
    shared: Array
    jaccard: Array


@compiled
def compare(pairs: Pairs, sizes: Array) -> None:
    """Fill in the Jaccard of pairs, of which the rest is there; sizes: of each set."""
    for number in range(len(pairs.first)):
        shared = pairs.shared[number]
        either = sizes[pairs.first[number]] + sizes[pairs.second[number]] - shared
        pairs.jaccard[number] = float(shared) / float(either)


@compiled
def raise_last_places(pairs: Pairs, part: int, bits: int, heaps: Array) -> None:
    """Put pairs into the heaps of their sets, of those sets whose places end in the bits of `part`.

    heaps: a row for each of these, see nth_largest.
    """
    mask = (1 << bits) - 1
    for number in range(len(pairs.first)):
        first = np.int64(pairs.first[number])
        second = np.int64(pairs.second[number])
        if first & mask == part:
            push(heaps[first >> bits], pairs.jaccard[number])
        if second & mask == part:
            push(heaps[second >> bits], pairs.jaccard[number])


@compiled
def reach_last_places(
    pairs: Pairs, part: int, bits: int, heaps: Array, base: int, found: Found
) -> int:
    """The neighbours of the same sets that are as near as the last in its heap; how many."""
    mask = (1 << bits) - 1
    made = 0
    for number in range(len(pairs.first)):
        first = np.int64(pairs.first[number])
        second = np.int64(pairs.second[number])
        for one, other in ((first, second), (second, first)):
            if one & mask == part and pairs.jaccard[number] >= heaps[one >> bits, 0]:
                found.first[made] = base + one
                found.second[made] = base + other
                found.shared[made] = pairs.shared[number]
                made += 1
    return made


class Sums(NamedTuple):
    """What is added up over the common values of two sets; all int64, a row for each pair."""

    first: Array
    second: Array
    common: Array
    total_a: Array
    total_b: Array
    squares_a: Array
    squares_b: Array
    products: Array
    differences: Array


@compiled
def arrange_values(
    places: Array,
    features: Array,
    values: Array,
    starts: Array,
    set_features: Array,
    set_values: Array,
) -> None:
    """Put entries, which are in any order, set by set; without values, they have none."""
    weighed = len(values) > 0
    filled = starts[:-1].copy()
    for number in range(len(places)):
        entry = filled[places[number]]
        filled[places[number]] = entry + 1
        set_features[entry] = features[number]
        if weighed:
            set_values[entry] = values[number]


@compiled
def add_up_values(
    first: int,
    last: int,
    firsts: Array,
    seconds: Array,
    starts: Array,
    set_features: Array,
    set_values: Array,
    base: int,
    row: Array,
    sums: Sums,
) -> int:
    """The sums of the pairs from `first` to before `last` that have values in common; how many.

    firsts, seconds: the places of the two sets, by the first. row: ABSENT for each feature, as it
    is again at the end.
    """
    made = 0
    held = firsts[first]
    for pair in range(first, last + 1):
        if pair in (first, last) or firsts[pair] != held:
            if pair > first:
                for entry in range(starts[held], starts[held + 1]):
                    row[set_features[entry]] = ABSENT
            if pair == last:
                break
            held = firsts[pair]
            for entry in range(starts[held], starts[held + 1]):
                row[set_features[entry]] = set_values[entry]
        common = 0
        total_a = 0
        total_b = 0
        squares_a = 0
        squares_b = 0
        products = 0
        differences = 0
        other = seconds[pair]
        for entry in range(starts[other], starts[other + 1]):
            value_a = row[set_features[entry]]
            if value_a != ABSENT:
                value_b = set_values[entry]
                common += 1
                total_a += value_a
                total_b += value_b
                squares_a += value_a * value_a
                squares_b += value_b * value_b
                products += value_a * value_b
                differences += abs(value_a - value_b)
        if common > 0:
            sums.first[made] = base + held
            sums.second[made] = base + other
            sums.common[made] = common
            sums.total_a[made] = total_a
            sums.total_b[made] = total_b
            sums.squares_a[made] = squares_a
            sums.squares_b[made] = squares_b
            sums.products[made] = products
            sums.differences[made] = differences
            made += 1
    return made


class Lists(NamedTuple):
    """A list for each of some sets, one after the other.

    starts (int64): where each list begins, and after them the number of all. entries (uint32) and
    weights (int64, empty where they have none): what the lists have.
    """

    starts: Array
    entries: Array
    weights: Array


class Ballot(NamedTuple):
    """What a thread adds up the votes of one user in, and is as here again when it is done.

    A row for each item. votes (int64): two columns of zeros, the whole parts of UNIT and the rest
    of it. has_votes, is_met, is_sampled (bool): false. touched (uint32): room for as many. best,
    best_not_met (int64): room for as many as a list has places.
    """

    votes: Array
    has_votes: Array
    is_met: Array
    is_sampled: Array
    touched: Array
    best: Array
    best_not_met: Array


class Candidates(NamedTuple):
    """What may be recommended: room for as many as there can be; uint32, votes and rest int64."""

    users: Array
    items: Array
    votes: Array
    rest: Array


@compiled
def add_up_votes(
    first: int,
    last: int,
    voters: Lists,
    votes: Lists,
    rated: Lists,
    met: Lists,
    sampled: Lists,
    samples: bool,
    ballot: Ballot,
    found: Candidates,
) -> int:
    """The items whose votes reach the last place, for users from `first` to before `last`.

    A user has voters, and they have votes for items; a vote weighs as much as both weights
    multiplied. What the user has rated is left out. The best of all are kept, and the best without
    what was met; with them what is one UNIT below the last, or equal. Where the method `samples`,
    all that was sampled is kept instead, and nothing else. Returns how many there are.
    """
    sums, has_votes, is_met, is_sampled, touched, best, best_not_met = ballot
    unit = np.uint64(UNIT)
    made = 0
    for user in range(first, last):
        known = 0
        for voter_entry in range(voters.starts[user], voters.starts[user + 1]):
            voter = voters.entries[voter_entry]
            of_voter = voters.weights[voter_entry]
            for entry in range(votes.starts[voter], votes.starts[voter + 1]):
                item = votes.entries[entry]
                # without a branch, since whether an item is new cannot be foreseen
                touched[known] = item
                known += not has_votes[item]
                has_votes[item] = True
                weight = np.uint64(of_voter * votes.weights[entry])
                part = weight // unit
                sums[item, 0] += np.int64(part)
                sums[item, 1] += np.int64(weight - part * unit)
        for entry in range(rated.starts[user], rated.starts[user + 1]):
            has_votes[rated.entries[entry]] = False
        if samples:
            for entry in range(sampled.starts[user], sampled.starts[user + 1]):
                is_sampled[sampled.entries[entry]] = True
            for item in touched[:known]:
                has_votes[item] = has_votes[item] and is_sampled[item]
            for entry in range(sampled.starts[user], sampled.starts[user + 1]):
                is_sampled[sampled.entries[entry]] = False
        for entry in range(met.starts[user], met.starts[user + 1]):
            is_met[met.entries[entry]] = True
        best[:] = ABSENT
        best_not_met[:] = ABSENT
        for item in touched[:known]:
            if has_votes[item]:
                carried = np.int64(np.uint64(sums[item, 1]) // unit)
                sums[item, 0] += carried
                sums[item, 1] -= carried * UNIT
                push(best, sums[item, 0])
                if not is_met[item]:
                    push(best_not_met, sums[item, 0])
        # what is not there is far below any
        least = -1 if samples else max(best[0], 0) - 1
        least_not_met = max(best_not_met[0], 0) - 1
        for item in touched[:known]:
            if has_votes[item]:
                whole = sums[item, 0]
                if whole >= least or (whole >= least_not_met and not is_met[item]):
                    found.users[made] = user
                    found.items[made] = item
                    found.votes[made] = whole
                    found.rest[made] = sums[item, 1]
                    made += 1
                has_votes[item] = False
            sums[item, 0] = 0
            sums[item, 1] = 0
        for entry in range(met.starts[user], met.starts[user + 1]):
            is_met[met.entries[entry]] = False
    return made
