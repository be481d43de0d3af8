"""Scores of the methods that learn, see learning/ranking.py; SQL has chosen rows and columns."""

import pyarrow as pa

from learning.tables import without_rows

COLUMNS = pa.schema(
    [
        ("dataset_id", pa.string()),
        ("labelling_round", pa.int32()),
        ("method", pa.string()),
        ("video_id", pa.string()),
        ("probability", pa.float64()),
    ]
)


def model(dbt, session):
    """One row per dataset, labelling round, learning method and video."""
    dbt.config(materialized="partitioned")
    examples = dbt.ref("int_video_examples").filter("is_scored")
    if not examples.limit(1).fetchall():
        return without_rows(session, COLUMNS)
    # takes seconds
    from learning.ranking import predict

    found = predict(examples.df(), dbt.ref("int_video_title_terms").df())
    return pa.Table.from_pandas(found, schema=COLUMNS, preserve_index=False)
