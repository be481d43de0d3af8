"""Scores of the methods that learn, see learning/ranking.py; SQL has chosen rows and columns."""


def model(dbt, session):
    """One row per dataset, labelling round, learning method and video."""
    dbt.config(materialized="table")
    from learning.ranking import predict

    return predict(
        dbt.ref("int_video_examples").df(),
        dbt.ref("int_video_title_terms").df(),
    )
