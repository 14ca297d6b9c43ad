"""Queries that users type, and how often the intended call is among the first hits.

``search_queries.toml`` has the words of the documents and of users. ``search_queries_unseen.toml``
was written by a person who had not seen the synonyms: do not read it while you write synonyms.
"""

import tomllib
from pathlib import Path

import pytest

from weda_tui.core.catalogue.search import search
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
FILES = sorted(Path(__file__).parent.glob("search_queries*.toml"))
FIRST, FIRST_THREE = 0.90, 0.98
"""The required share of queries whose call is the first hit, and is among the first three hits."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_wanted_call_comes_first(file: Path) -> None:
    queries = tomllib.loads(file.read_text(encoding="utf-8"))["query"]
    assert {one for query in queries for one in query["wanted"]} <= set(CATALOGUE.by_id)
    ranks: dict[str, int] = {}
    for query in queries:
        found = [match.endpoint.id for match in search(CATALOGUE, query["text"])[:3]]
        ranks[query["text"]] = min(
            (found.index(one) for one in query["wanted"] if one in found), default=3
        )
    late = {text: rank for text, rank in ranks.items() if rank}
    assert sum(rank == 0 for rank in ranks.values()) >= FIRST * len(queries), late
    assert sum(rank < 3 for rank in ranks.values()) >= FIRST_THREE * len(queries), late


def test_there_are_enough_queries() -> None:
    (own,) = (file for file in FILES if file.stem == "search_queries")
    assert len(tomllib.loads(own.read_text(encoding="utf-8"))["query"]) >= 100
