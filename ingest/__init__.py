"""Landing: raw files go into DuckDB as they are, with no decision about what they mean.

`python -m ingest --help` shows the commands. The models in SQL take over from the `raw` schema.
"""

VERSION = "0.1.0"
"""That of pyproject.toml; servers that are asked are told it."""
