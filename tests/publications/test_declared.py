"""What models say of keys, and of what is private, is said of every public table."""

from __future__ import annotations

import re

from corate.publications.declared import columns, declared

WITHOUT_KEY = {("catalog", "item_attributes"), ("catalog", "user_attributes")}
"""Their rows differ in a value that may be longer than an index takes."""

IDS = """
author cast_names channel_id channel_name dataset_id dataset_ids given_by imdb_id item_id item_id_a
item_id_b model_id most_downloaded_model_id neighbor_id person_id person_label recipe_id role_id
source source_file topic_id genre_id user_id video_id wikidata_id
"""
"""Of things, of users (not their names), and names of who made films, models and videos."""

FACTS = """
agreement architectures attribute attribution category cause check_id citation code_version cold
collection column_name content_version corate_version core_scope datasets dropped_at_step
duplicate_policy edition endpoint
fate feature_set field file_name fingerprint genre genre_label genre_labels kind leakage
library_name licence listed_items listed_users measure method method_a method_b metric model_type
movie_label movielens_genres movietweetings_genres negatives neighbor_title note options other_split
outcome parameters period pipeline_tag problem protocol_id publication_kind published_precision
published_problem ranked_by redistribution reference_date_from relevant remark repeats
repeats_in_row role_label source_url split step subject tags term title title_a title_b
topic_label topic_labels typical_features unread_columns url user_group valid_starts_on_from
verdict views_problem weighed_by worse
"""
"""Facts of things, words of Corate, and what settings and options say."""

OF_ONE_TABLE = """
benchmarks.findings.advice catalog.item_attributes.value catalog.landing_remarks.what
catalog.landing_remarks.advice catalog.wikidata_unmatched.reason videos.labeling_queue.reason
catalog.tags.tag
"""
"""Columns whose names tell too little. A tag is a word or two that a user wrote, and no review."""


def test_of_every_text_it_was_decided_whether_it_is_private() -> None:
    said, harmless = declared(), {*IDS.split(), *FACTS.split(), *OF_ONE_TABLE.split()}
    undecided = [
        f"{schema}.{table}.{name}: may it hold a review or a name of a user?"
        for (schema, table), kinds in columns().items()
        for name, kind in kinds.items()
        if re.match("string|varchar", kind)
        and not {name, f"{schema}.{table}.{name}"} & harmless
        and not said[schema, table].private
        and name not in said[schema, table].private_columns
    ]
    assert not undecided
    names = {name for kinds in columns().values() for name in kinds}
    names |= {
        f"{schema}.{table}.{name}" for (schema, table), of in columns().items() for name in of
    }
    assert not harmless - names


def test_every_table_has_a_key_of_its_columns() -> None:
    without, there = set(), columns()
    for table, said in declared().items():
        assert {*said.key} <= {*there[table]}, table
        assert len({*said.key}) == len(said.key)
        assert not {*said.key} & {*said.private_columns}
        if not said.key:
            without.add(table)
    assert without == WITHOUT_KEY
