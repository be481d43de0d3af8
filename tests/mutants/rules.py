"""The rules that are broken, one at a time: what stands in a file, and what is put in its place.

Texts are short, so that they outlive changes around them. `tests/structure/test_mutants.py` finds
in a moment whether each is still there once. Tests are those that should notice, and are quick: the
name of a model stands for its unit tests, anything with a slash is for pytest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """A rule that is broken in one place.

    name: what is wrong then. text: in the file, exactly once.
    """

    name: str
    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]

    def times_found(self, root: Path) -> int:
        """How often the text is in the file of a checkout."""
        file = root / self.file
        return file.read_text(encoding="utf-8").count(self.text) if file.exists() else 0


SELECTION = "models/intermediate/selection/"
RECOMMENDATIONS = "models/intermediate/recommendations/"
BENCHMARK_MACROS = "macros/benchmarks/"

MUTANTS = (
    # cuts and splits
    Mutant(
        "an event at the very cut stays before it",
        BENCHMARK_MACROS + "assigned_split.sql",
        "split_time >= {{ cuts }}.{{ part }}_starts_at",
        "split_time > {{ cuts }}.{{ part }}_starts_at",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "a tie at a cut is divided",
        BENCHMARK_MACROS + "assigned_split.sql",
        "{{ events }}.split_time >= {{ cuts }}.{{ part }}_starts_at",
        "{{ events }}.split_time - to_microseconds({{ events }}.split_place % 2)"
        " >= {{ cuts }}.{{ part }}_starts_at",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "a cut lies one event later",
        BENCHMARK_MACROS + "split_starts.sql",
        "floor(count_days.recipe_events * (1 - {{ recipes }}.test_fraction))",
        "ceil(count_days.recipe_events * (1 - {{ recipes }}.test_fraction))",
        ("int_splits_before_core",),
    ),
    Mutant(
        "users with two events lose one of them to test",
        BENCHMARK_MACROS + "split_starts.sql",
        "number_events.user_events > 2 * {{ recipes }}.held_out_events",
        "number_events.user_events >= 2 * {{ recipes }}.held_out_events",
        ("int_splits_before_core",),
    ),
    Mutant(
        "of events at one time, the first in the file is held out",
        BENCHMARK_MACROS + "split_starts.sql",
        "order by split_time nulls first, split_place\n            ) as place",
        "order by split_time nulls first, split_place desc\n            ) as place",
        ("int_splits_before_core",),
    ),
    Mutant(
        "the fold that is test is another",
        BENCHMARK_MACROS + "split_place.sql",
        "{{ recipes }}.folds - {{ recipes }}.fold + {{ recipes }}.folds",
        "{{ recipes }}.folds - {{ recipes }}.fold + 1 + {{ recipes }}.folds",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "a session ends with a gap of the very length",
        BENCHMARK_MACROS + "split_starts.sql",
        "            > cast(session_minutes as bigint) * 60000000",
        "            >= cast(session_minutes as bigint) * 60000000",
        ("int_splits_before_core",),
    ),
    Mutant(
        "all events of a user may be held out",
        BENCHMARK_MACROS + "split_starts.sql",
        "greatest(2, floor(",
        "greatest(1, floor(",
        ("int_splits_before_core",),
    ),
    # what is dropped
    Mutant(
        "a rating at the mean of the user is dropped",
        SELECTION + "int_filtered_interactions.sql",
        "* ratings_of_user < sum_of_user",
        "* ratings_of_user <= sum_of_user",
        ("int_filtered_interactions",),
    ),
    Mutant(
        "a list keeps whom it should drop",
        SELECTION + "int_filtered_interactions.sql",
        "_key is null) <> (",
        "_key is null) = (",
        ("int_filtered_interactions",),
    ),
    Mutant(
        "who has as many as there may be is dropped",
        SELECTION + "int_filtered_interactions.sql",
        "user_interactions > max_user_interactions",
        "user_interactions >= max_user_interactions",
        ("int_filtered_interactions",),
    ),
    Mutant(
        "the bound of a core's rounds is passed over",
        SELECTION + "int_core.sql",
        "case when rounds_left = 1 and",
        "case when false and",
        ("int_core",),
    ),
    Mutant(
        "the first of duplicates stays for the last",
        "models/intermediate/sources/int_interactions.sql",
        "place = events_of_pair as is_last_of_pair",
        "place = 1 as is_last_of_pair",
        ("int_interactions",),
    ),
    Mutant(
        "an event without a rating reaches any minimum",
        BENCHMARK_MACROS + "dropped_before_core.sql",
        "{{ recipes }}.min_rating, true)",
        "{{ recipes }}.min_rating, false)",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "the core takes one round only",
        SELECTION + "int_core.sql",
        "        and interactions < minimum",
        "        and false",
        ("int_core",),
    ),
    Mutant(
        "a recipe stands for those that split elsewhere",
        BENCHMARK_MACROS + "stand_in_key.sql",
        "'valid_fraction',\n        'test_fraction',\n",
        "",
        ("int_splits_before_core",),
    ),
    Mutant(
        "events of recipes with another core are counted for one of them",
        SELECTION + "int_core_first_count.sql",
        "on recipes.stand_in_key = count_interactions.recipe_key",
        "on recipes.recipe_key = count_interactions.recipe_key",
        ("int_core_first_count",),
    ),
    Mutant(
        "the core of the other side is skipped",
        SELECTION + "int_core_first_count.sql",
        "else recipes.core_items end as minimum",
        "else 0 end as minimum",
        ("int_core_first_count",),
    ),
    Mutant(
        "cold users and items are kept",
        SELECTION + "int_interaction_fates.sql",
        "when left_in_round is not null and drops_cold then 'cold'",
        "when left_in_round is not null and false then 'cold'",
        ("int_interaction_fates",),
    ),
    Mutant(
        "a history is backwards",
        "macros/engine/events_in_order.sql",
        "list_sort(list(",
        "list_reverse_sort(list(",
        ("int_user_histories",),
    ),
    Mutant(
        "a fingerprint leaves the time out",
        BENCHMARK_MACROS + "event_numbers.sql",
        "        corate.unix_microseconds('rated_at'),\n",
        "",
        ("int_split_sizes",),
    ),
    # what is alike
    Mutant(
        "pairs of too little support are kept",
        "macros/similarity/similarity_pairs.sql",
        "count_shared.shared >= sets.min_shared",
        "count_shared.shared >= 1",
        ("int_item_pairs",),
    ),
    Mutant(
        "compiled code keeps neighbours of too few shared",
        "learning/counting.py",
        "if shared < least or other == place:",
        "if shared < 1 or other == place:",
        ("tests/learning/test_pairs.py::test_the_nearest_by_jaccard",),
    ),
    Mutant(
        "everything is its own neighbour",
        "learning/counting.py",
        "if shared < least or other == place:",
        "if shared < least:",
        ("tests/learning/test_pairs.py::test_the_nearest_by_jaccard",),
    ),
    Mutant(
        "an item is paired with itself",
        "macros/similarity/similarity_pairs.sql",
        "later_entries.set_number > entries.set_number",
        "later_entries.set_number >= entries.set_number",
        ("int_item_pairs",),
    ),
    Mutant(
        "users of two items are compared",
        "models/intermediate/similarity/int_pair_estimates.sql",
        "greatest(min_co_raters, 3)",
        "greatest(min_co_raters, 2)",
        ("int_pair_estimates",),
    ),
    Mutant(
        "shrinkage is left out",
        "macros/similarity/shrunk.sql",
        "({{ shared }} + {{ var('shrinkage') }})",
        "{{ shared }}",
        ("int_nearest_measures",),
    ),
    Mutant(
        "votes are not shrunk",
        "macros/recommendations/vote_weight.sql",
        "~ unit ~ ' + ' ~ lambda ~ ') * ('",
        "~ unit ~ ') * ('",
        ("int_nearest_neighbors",),
    ),
    Mutant(
        "of neighbours as near as each other, what they share decides nothing",
        "models/intermediate/similarity/int_nearest_neighbors.sql",
        "                candidates.shared desc,\n",
        "",
        ("int_nearest_neighbors",),
    ),
    # recommendations and what they are measured by
    Mutant(
        "of equal scores, the more popular item does not come first",
        RECOMMENDATIONS + "int_recommendations.sql",
        "scored.score desc, popular_items.popularity_rank asc",
        "scored.score desc, scored.item_index asc",
        ("int_recommendations",),
    ),
    Mutant(
        "what a user has rated is recommended again for its votes",
        RECOMMENDATIONS + "int_recommendation_candidates.sql",
        "        rated_items.item_index is null\n",
        "        true\n",
        ("int_recommendation_candidates",),
    ),
    Mutant(
        "what is beyond a sample is recommended for its votes",
        RECOMMENDATIONS + "int_recommendation_candidates.sql",
        "        and (not lists.is_sampled or sampled_items.item_index is not null)\n",
        "",
        ("int_recommendation_candidates",),
    ),
    Mutant(
        "of a sample, what is beyond the last place is lost, though each part has its own",
        RECOMMENDATIONS + "int_recommendation_candidates.sql",
        "        sums.is_sampled\n        or sums",
        "        sums",
        ("int_recommendation_candidates",),
    ),
    Mutant(
        "what a user has rated is recommended again, since it is popular",
        RECOMMENDATIONS + "int_recommendations.sql",
        "        and rated_items.item_index is null\n",
        "",
        ("int_recommendations",),
    ),
    Mutant(
        "the first place of a block is looked for in the one before it",
        RECOMMENDATIONS + "int_recommendations.sql",
        "whole_quotient('(least(last_place, ordered_items) - 1)', block)",
        "whole_quotient('(least(last_place, ordered_items) - 2)', block)",
        ("int_recommendations", "tests/end_to_end/test_random_methods.py"),
    ),
    Mutant(
        "what was met in valid takes a place in the list that leaves it out",
        RECOMMENDATIONS + "int_recommendation_candidates.sql",
        "not sums.is_met_in_valid and sums.votes >= last.last_votes_without_valid - 1",
        "false",
        ("int_recommendation_candidates",),
    ),
    Mutant(
        "what was met in valid is a target of test",
        RECOMMENDATIONS + "int_held_out_pairs.sql",
        "        and not (pairs.leaves_out_valid and pairs.times_in_valid > 0) as is_target",
        "        as is_target",
        ("int_held_out_pairs",),
    ),
    Mutant(
        "recall is a share of the list",
        RECOMMENDATIONS + "int_user_metrics.sql",
        "cast(measured.hits as double) / measured.targets as recall",
        "cast(measured.hits as double) / measured.k as recall",
        ("int_user_metrics",),
    ),
    Mutant(
        "NDCG is measured against a list full of targets",
        RECOMMENDATIONS + "int_user_metrics.sql",
        "find_ideal_gains.places = least(measured.targets, measured.k)",
        "find_ideal_gains.places = measured.k",
        ("int_user_metrics",),
    ),
    Mutant(
        "what is not shown comes behind all that is not asked for, by AUC",
        RECOMMENDATIONS + "int_user_metrics.sql",
        "* (measured.non_targets - (measured.items - measured.hits)) / 2",
        "* 0",
        ("int_user_metrics",),
    ),
    Mutant(
        "items of the long tail begin with the last of the first 80 %",
        RECOMMENDATIONS + "int_item_traits.sql",
        "when 10 * add_up_popularity.raters_before >= 8",
        "when 10 * (add_up_popularity.raters_before + add_up_popularity.raters) >= 8",
        ("int_item_traits",),
    ),
    Mutant(
        "fifths of users are not by what they had",
        RECOMMENDATIONS + "int_measured_users.sql",
        "                rated.items,\n",
        "",
        ("int_measured_users",),
    ),
    # methods
    Mutant(
        "a line of one's own does not stand before the project's",
        "models/intermediate/sources/int_methods.sql",
        "file_name <> 'seeds/methods.csv' desc",
        "file_name <> 'seeds/methods.csv' asc",
        ("int_methods",),
    ),
    Mutant(
        "an event counts as recent on the day after its last one",
        RECOMMENDATIONS + "int_item_orders.sql",
        "        > {{ unix_microseconds('last.last_rated_at') }}",
        "        >= {{ unix_microseconds('last.last_rated_at') }}",
        ("int_item_orders",),
    ),
    Mutant(
        "Wilson's upper bound stands for the lower",
        RECOMMENDATIONS + "int_item_orders.sql",
        "- 1.959963984540054 * sqrt(",
        "+ 1.959963984540054 * sqrt(",
        ("int_item_orders",),
    ),
    Mutant(
        "idf does not add one",
        RECOMMENDATIONS + "int_knn_values.sql",
        "/ (1 + count_features.members)",
        "/ count_features.members",
        ("int_knn_values",),
    ),
    Mutant(
        "what rounding leaves is a neighbour",
        RECOMMENDATIONS + "int_knn_neighbors.sql",
        "pairs.products > 0.00001 *",
        "pairs.products > 0 *",
        ("int_knn_neighbors",),
    ),
    Mutant(
        "Tversky's weights are exchanged",
        "macros/recommendations/knn_closeness.sql",
        "+ methods.alpha * ({{ own }}.set_size",
        "+ methods.alpha * ({{ other }}.set_size",
        ("int_knn_neighbors",),
    ),
    Mutant(
        "the user's nearest vote where those should whose nearest the user is",
        RECOMMENDATIONS + "int_recommendation_candidates.sql",
        "case direction when 'user' then neighbor_member else member end as voter",
        "case direction when 'user' then neighbor_member else neighbor_member end as voter",
        ("int_recommendation_candidates",),
    ),
    # how sure figures are
    Mutant(
        "the variance is that of a whole population",
        "models/marts/recommendations/recommendations__metric_intervals.sql",
        "/ (measured.users - 1) / measured.users",
        "/ measured.users / measured.users",
        ("recommendations__metric_intervals",),
    ),
    Mutant(
        "a flip takes a group away and does not turn it",
        "models/marts/recommendations/recommendations__comparisons.sql",
        "- 2 * flipped.{{ metric }})",
        "- flipped.{{ metric }})",
        ("recommendations__comparisons",),
    ),
    Mutant(
        "a flip of what is only rounded otherwise is nearer",
        "models/marts/recommendations/recommendations__comparisons.sql",
        "{{ 2 * step_of_metric(metric) }}",
        "2",
        ("recommendations__comparisons",),
    ),
    Mutant(
        "figures that are only rounded otherwise differ",
        "macros/recommendations/squared_deviations.sql",
        "cast({{ step }} as double) * {{ step }} then 0",
        "1 then 0",
        ("recommendations__comparisons",),
    ),
    Mutant(
        "Holm corrects for pairs of which there is no p",
        "models/marts/recommendations/recommendations__comparisons.sql",
        "count(p_{{ test }}) over",
        "count(*) over",
        ("recommendations__comparisons",),
    ),
    Mutant(
        "methods that do not differ at all differ most surely",
        "models/marts/recommendations/recommendations__comparisons.sql",
        "abs(measured.mean_difference) < measured.step then 1",
        "abs(measured.mean_difference) < measured.step then 0",
        ("recommendations__comparisons",),
    ),
    Mutant(
        "a published figure agrees to a unit of its last digit",
        "models/marts/recommendations/recommendations__published_metrics.sql",
        "0.5 * power(10, -published_metrics.decimals)",
        "1.0 * power(10, -published_metrics.decimals)",
        ("recommendations__published_metrics",),
    ),
    # what files and texts say
    Mutant(
        "a time zone is ignored",
        "macros/engine/timestamp_from_text.sql",
        r"when regexp_matches({{ text }}, ':\d{2}([.]\d+)?\s*(Z|UTC|[+-]\d{2}(:?\d{2})?)$')",
        "when false",
        ("stg_interactions__events",),
    ),
    Mutant(
        "a year of this century is none",
        "macros/films/year_of_film_pattern.sql",
        "(?:18|19|20)[0-9]{2}",
        "(?:18|19)[0-9]{2}",
        ("stg_movielens__movies",),
    ),
    Mutant(
        "an old answer of Wikidata stands for the newest",
        "models/intermediate/wikidata/int_wikidata_latest_answers.sql",
        "answered_at desc, answer_id desc",
        "answered_at asc, answer_id desc",
        ("int_wikidata_latest_answers",),
    ),
    Mutant(
        "of two labels of a round, the first one counts",
        "models/intermediate/videos/int_video_examples.sql",
        "unite_labels.source_row desc",
        "unite_labels.source_row asc",
        ("int_video_examples",),
    ),
    Mutant(
        "a separator between quotes separates",
        "ingest/delimited.py",
        "quoted=kind == QUOTED)",
        "quoted=False)",
        ("tests/ingest/test_delimited.py::test_every_row_is_accepted_or_rejected_at_its_place",),
    ),
    Mutant(
        "a rejected row is forgotten",
        "ingest/landing.py",
        "    if rejected:\n",
        "    if rejected > 1:\n",
        ("tests/ingest/test_delimited.py::test_an_unusable_row_is_kept_with_its_reason",),
    ),
    Mutant(
        "a rejected row is counted twice",
        "ingest/landing.py",
        '"rejected_rows": rejected,',
        '"rejected_rows": 2 * rejected,',
        ("tests/ingest/test_accounting.py::test_random_line_ends",),
    ),
    Mutant(
        "a blank line is a record",
        "ingest/delimited.py",
        "len(records.starts) - len(blank)",
        "len(records.starts)",
        ("tests/ingest/test_accounting.py::test_random_line_ends",),
    ),
    Mutant(
        "a threshold of one's own gives way to the project's",
        "models/intermediate/sources/int_thresholds.sql",
        "file_name <> 'seeds/thresholds.csv' desc",
        "file_name <> 'seeds/thresholds.csv' asc",
        ("int_thresholds",),
    ),
    Mutant(
        "a figure at its bound is a finding",
        "models/marts/benchmarks/benchmarks__findings.sql",
        "name_figures.figure > thresholds.look_beyond",
        "name_figures.figure >= thresholds.look_beyond",
        ("benchmarks__findings",),
    ),
    Mutant(
        "what cannot be told is OK",
        "models/marts/benchmarks/benchmarks__findings.sql",
        "when name_figures.figure is null then 'unknown'",
        "when name_figures.figure is null then 'OK'",
        ("benchmarks__findings",),
    ),
    Mutant(
        "a Gini coefficient agrees that is a digit off",
        "models/marts/benchmarks/benchmarks__published_counts.sql",
        "0.5 * power(10",
        "5 * power(10",
        ("benchmarks__published_counts",),
    ),
    Mutant(
        "the first event of a part is tied with the last one of the part before",
        "models/intermediate/statistics/int_part_events.sql",
        "not is_first_of_part and rated_at = previous_rated_at",
        "rated_at = previous_rated_at",
        ("tests/end_to_end/test_random_statistics.py",),
    ),
    Mutant(
        "an event of train at the same time is later",
        "models/intermediate/statistics/int_target_months.sql",
        "targets.rated_at < train_parts.last_rated_at",
        "targets.rated_at <= train_parts.last_rated_at",
        ("tests/end_to_end/test_random_statistics.py",),
    ),
    Mutant(
        "the most popular item of train is its last one",
        "models/intermediate/statistics/int_target_months.sql",
        "order by interactions desc) - 1",
        "order by interactions) - 1",
        ("tests/end_to_end/test_random_statistics.py",),
    ),
    Mutant(
        "ratings are grouped from the highest on",
        "models/marts/benchmarks/benchmarks__split_comparisons.sql",
        "then value else -train_interactions end",
        "then -value else -train_interactions end",
        ("tests/end_to_end/test_random_statistics.py",),
    ),
    Mutant(
        "rows of test are numbered as those of train",
        "models/staging/interactions/stg_interactions__events.sql",
        "source_row + coalesce(rows_before, 0)",
        "source_row",
        ("stg_interactions__events",),
    ),
    Mutant(
        "an event at the end of a period is in it",
        "macros/benchmarks/dropped_before_core.sql",
        "coalesce({{ events }}.rated_at >= {{ recipes }}.rated_before, true)",
        "coalesce({{ events }}.rated_at > {{ recipes }}.rated_before, true)",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "an event without a part is of train",
        "macros/benchmarks/dropped_before_core.sql",
        "and {{ events }}.given_part is null then 'no_part'",
        "and {{ events }}.given_part = '' then 'no_part'",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "a fold that the file names is train of its own recipe",
        "macros/benchmarks/assigned_split.sql",
        "= cast({{ events }}.fold as {{ dbt.type_string() }}) then 'test'",
        "<> cast({{ events }}.fold as {{ dbt.type_string() }}) then 'test'",
        ("int_recipe_interactions",),
    ),
    Mutant(
        "the cold are kept with a core of all, and lost with one of train",
        "models/intermediate/selection/int_benchmark_entities.sql",
        "and not recipe_interactions.drops_cold\n",
        "and recipe_interactions.drops_cold\n",
        ("int_benchmark_entities",),
    ),
    Mutant(
        "a negative is what the user had in another part",
        "models/intermediate/recommendations/int_sampled_items.sql",
        "    where is_within_reach\n),",
        "    where is_within_reach and split = 'test'\n),",
        ("int_sampled_items",),
    ),
    Mutant(
        "what any method was landed with is a negative",
        "models/intermediate/recommendations/int_given_negatives.sql",
        "    where method = 'negatives'\n",
        "",
        ("int_given_negatives",),
    ),
    Mutant(
        "a sample ends at the end of the circle",
        "models/intermediate/recommendations/int_sampled_items.sql",
        "unnest_positions('2') }} as number",
        "unnest_positions('1') }} as number",
        ("int_sampled_items",),
    ),
    Mutant(
        "a sample begins with the item that the user begins behind",
        "models/intermediate/recommendations/int_sampled_items.sql",
        "places.place > places.begins_behind",
        "places.place >= places.begins_behind",
        ("int_sampled_items",),
    ),
    Mutant(
        "whom nothing was given for has a target to choose from",
        "models/intermediate/recommendations/int_sampled_items.sql",
        "            and users.user_index = held_out.user_index\n",
        "",
        ("int_sampled_items",),
    ),
    Mutant(
        "a list of a sample is of both parts",
        "models/intermediate/recommendations/int_sampled_recommendations.sql",
        "scored.method, scored.split, {{",
        "scored.method, {{",
        ("int_sampled_recommendations",),
    ),
    Mutant(
        "the last window is left out",
        "models/intermediate/sources/int_asked_recipes.sql",
        "as integer) + 1\n",
        "as integer)\n",
        ("int_asked_recipes",),
    ),
    # people and licences
    Mutant(
        "a person has the same pseudonym in every dataset",
        "ingest/people.py",
        "encode({quote_text(f'{dataset_id}:')} || {value})",
        "encode({value})",
        ("tests/ingest/test_pseudonyms.py",),
    ),
    Mutant(
        "documents keep the names of who wrote them",
        "ingest/people.py",
        "dict.fromkeys((*NAMES_IN_DOCUMENTS, field))",
        "(field,)",
        ("tests/ingest/test_pseudonyms.py",),
    ),
    Mutant(
        "landing the same file brings back who was forgotten",
        "ingest/people.py",
        "{joined} where not {is_forgotten}",
        "{joined}",
        ("tests/ingest/test_forgetting.py",),
    ),
    Mutant(
        "what builds made of somebody stays",
        "ingest/forgetting.py",
        "            _drop_built(connection)\n",
        "",
        ("tests/ingest/test_forgetting.py", "tests/end_to_end/test_forgetting.py"),
    ),
    Mutant(
        "a dataset without a licence may be passed on",
        "corate/publications/licences.py",
        'one["redistribution"] in (None, "forbidden")',
        'one["redistribution"] in ("forbidden",)',
        ("tests/publications/test_licences.py",),
    ),
    # ids that are landed as numbers
    Mutant(
        "an item has the key of the user of its number",
        BENCHMARK_MACROS + "key_of_number.sql",
        "1 if kind == 'item' else 0",
        "0",
        ("int_interactions",),
    ),
    Mutant(
        "a number below 0 stands for itself",
        BENCHMARK_MACROS + "key_of_number.sql",
        "between 0 and 4611686018427387903\n",
        "between -9 and 4611686018427387903\n",
        ("int_interactions",),
    ),
)
