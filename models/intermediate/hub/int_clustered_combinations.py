"""The distinct combinations of four columns in clusters, by three methods.

What a row is, stands in the YAML file beside this one. The methods are in learning/clusters.py;
this model hands them the combinations in the order of their numbers, and writes down what they
find.
"""

from typing import Any

import pyarrow as pa

from learning.tables import without_rows

COLUMNS = pa.schema(
    [
        ("method", pa.string()),
        ("parameters", pa.string()),
        ("combination", pa.int64()),
        ("label", pa.int64()),
        ("silhouette", pa.float64()),
    ]
)


def model(dbt: Any, session: Any) -> Any:
    dbt.config(materialized="partitioned")
    combinations = (
        dbt.ref("int_model_combinations")
        .aggregate("combination, any_value(features) as features, count(*) as models")
        .order("combination")
        .fetchall()
    )
    if not combinations:
        return without_rows(session, COLUMNS)
    # takes seconds
    from learning import clusters

    found = clusters.cluster(
        [features for _, features, _ in combinations],
        [models for _, _, models in combinations],
        int(dbt.config.get("combinations_limit")),
        clusters.Settings(clusters=int(dbt.config.get("clusters"))),
    )
    rows = [
        (one.method, one.parameters, combination, label, silhouette)
        for one in found
        for (combination, _, _), label, silhouette in zip(
            combinations, one.labels, one.silhouettes, strict=True
        )
    ]
    values = zip(*rows, strict=True)
    return pa.table(dict(zip(COLUMNS.names, values, strict=True)), schema=COLUMNS)
