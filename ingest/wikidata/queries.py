"""The queries: plain SPARQL 1.1, so that any engine over Wikidata's RDF answers them alike.

They keep to what the Wikidata Query Service, QLever and local engines all have, and do well:

- no label service: a label is `rdfs:label` in English, else in `mul` (Wikidata's "for all
  languages"), else the id itself; each language in an `OPTIONAL` of its own, with the plain
  `FILTER(LANG(…) = "…")` that QLever answers from an index;
- each branch of the `UNION` names the films: QLever computes branches and `OPTIONAL`s on their own
  and joins afterwards, so that a branch without them would go through all of Wikidata;
- in a branch, all that is required stands in one group without a sub-select, so that an engine can
  go from the few films to what is said of them, and never through all genres or humans.

Source: the RDF data model of Wikibase (https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

IMDB_ID = re.compile(r"tt[0-9]{7,}")
"""The normal form: `tt` and at least 7 digits."""

PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "cast": frozenset({"cast"}),
        "genre": frozenset({"genre"}),
        "topic": frozenset({"topic"}),
        "full": frozenset({"cast", "genre", "topic"}),
    }
)
"""Each kind of query, and what it asks for."""

KINDS = tuple(PARTS)

_PREFIXES = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""

_VARIABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cast": ("person", "personLabel", "role", "roleLabel"),
        "genre": ("genre", "genreLabel"),
        "topic": ("topic", "topicLabel"),
    }
)

_FILM_CLASS = "wd:Q11424"

_ID_HOLDS = """\
    OPTIONAL {
      ?item p:P345 ?statement .
      ?statement ps:P345 ?written .
      ?statement wikibase:rank ?rank .
    }
    FILTER(COALESCE(?rank != wikibase:DeprecatedRank, true))
"""
"""A deprecated statement finds no film; where a graph has best values only, none is known to be."""


def variables(kind: str) -> tuple[str, ...]:
    """The columns of an answer of a kind, in order."""
    names = ["imdb_id", "item", "itemLabel"]
    for part, of_part in _VARIABLES.items():
        if part in PARTS[kind]:
            names += of_part
    return tuple(names)


def query(kind: str, imdb_ids: Sequence[str]) -> str:
    """The query of a kind for films in normal form.

    Every film that is there gives a row with its item and the item's label, and one more for each
    person and role, genre or topic that is asked for.
    """
    films = _films(imdb_ids)
    branches = [f"{films}{_ID_HOLDS}{_label('item')}"]
    if "cast" in PARTS[kind]:
        branches.append(_cast(films))
    if "genre" in PARTS[kind]:
        branches.append(_claims(films, "P136", "genre"))
    if "topic" in PARTS[kind]:
        branches.append(_claims(films, "P921", "topic"))
    selected = " ".join(f"?{name}" for name in variables(kind))
    union = "  } UNION {\n".join(branches)
    return f"{_PREFIXES}SELECT DISTINCT {selected} WHERE {{\n  {{\n{union}  }}\n}}\n"


def written_forms(imdb_id: str) -> tuple[str, ...]:
    """The forms in which Wikidata may hold an IMDb id: normal, without zeros in front, 8 digits.

    'tt0114709' -> ('tt0114709', 'tt114709', 'tt00114709');  'tt10872600' -> ('tt10872600',)
    """
    number = imdb_id.removeprefix("tt")
    forms = (imdb_id, f"tt{number.lstrip('0') or '0'}", f"tt{number.zfill(8)}")
    return tuple(dict.fromkeys(forms))


def _films(imdb_ids: Sequence[str]) -> str:
    """The films: normal form of the id, and item.

    An item may state several ids, of which it prefers one (IMDb gives a film a new id and keeps the
    old one), so that its statements are looked at, and not only the best of them.
    """
    pairs = "\n".join(
        " ".join(f'("{imdb_id}" "{form}")' for form in written_forms(_checked(imdb_id)))
        for imdb_id in imdb_ids
    )
    return f"""\
    VALUES (?imdb_id ?written) {{
{pairs}
    }}
    ?item wdt:P345|p:P345/ps:P345 ?written .
    ?item wdt:P31/wdt:P279* {_FILM_CLASS} .
"""


def _cast(films: str) -> str:
    """Every claim of a film whose value is a human (Q5), with the property as role."""
    return f"""\
{films}    ?item ?claim ?person .
    ?person wdt:P31 wd:Q5 .
    ?role wikibase:directClaim ?claim .
{_ID_HOLDS}{_label("item")}{_label("person")}{_label("role")}"""


def _claims(films: str, statement: str, name: str) -> str:
    """Every value of a property of a film, but for "unknown value", which engines write each in
    a way of its own (a blank node, or an IRI that is no entity)."""
    return f"""\
{films}    ?item wdt:{statement} ?{name} .
    FILTER(STRSTARTS(STR(?{name}), "http://www.wikidata.org/entity/"))
{_ID_HOLDS}{_label("item")}{_label(name)}"""


def _label(name: str) -> str:
    """A label in English, else for all languages, else the id."""
    return f"""\
    OPTIONAL {{ ?{name} rdfs:label ?{name}En . FILTER(LANG(?{name}En) = "en") }}
    OPTIONAL {{ ?{name} rdfs:label ?{name}Mul . FILTER(LANG(?{name}Mul) = "mul") }}
    BIND(COALESCE(?{name}En, ?{name}Mul, REPLACE(STR(?{name}), "^.*/", "")) AS ?{name}Label)
"""


def _checked(imdb_id: str) -> str:
    """An id that is safe to write into a query. Raises ValueError for anything else."""
    if not IMDB_ID.fullmatch(imdb_id):
        raise ValueError(f"{imdb_id!r} is no IMDb id in normal form")
    return imdb_id
