"""Folders of files for tools that read no database: benchmarks, and films by Wikidata."""
