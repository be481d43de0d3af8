"""Asking a SPARQL endpoint over Wikidata about films, and landing its answers as they are."""
