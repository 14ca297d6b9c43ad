"""A JSONPath on a body of 100 MB: processor time, and memory in addition to the result."""

import mmap
import resource
import time
from pathlib import Path

import pytest

from tests.bench.test_bodies import MIB, make_body
from weda_tui.core.bodies.document import Document
from weda_tui.session.body_paths import PathLookup

pytestmark = pytest.mark.bench

SIZE = 100 * MIB
GOALS = {
    "$.data.records[250000].title": 0.1,
    "$.data.records[-1]": 0.1,
    "$.data.records[*].title": 8.0,
    "$.data.records[?@.amount > 3000]": 12.0,
    "$..userId": 30.0,
}
MOST_MEMORY = 32 * MIB
"""The maximum growth in bytes in addition to the size of the result."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    file: Path = make_body(tmp_path_factory.mktemp("path") / "body.json", SIZE)
    with file.open("rb") as stream:
        body = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    made = Document(body, "application/json")
    made.grow_whole()
    return made


@pytest.mark.parametrize("path", GOALS)
def test_a_path_on_a_hundred_megabytes(document: Document, path: str):
    assert document.tree is not None
    lookup, before = PathLookup(document.tree, path), _peak()
    begun = time.process_time()
    assert lookup.run()
    taken = time.process_time() - begun
    print(f"{path:36} {taken:6.2f} s {len(lookup.starts):>9,} found {_peak() - before:>12,} B")
    assert taken < GOALS[path]
    assert _peak() - before < len(lookup.text) + MOST_MEMORY


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
