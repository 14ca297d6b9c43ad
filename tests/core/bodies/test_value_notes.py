"""The notes on the value of a line, whatever the line contains."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.bodies.reading import index_of, whole
from tests.material import CORPORA
from tests.strategies import json_bodies
from weda_tui.core.bodies import value_notes as notes
from weda_tui.core.bodies.answer_schema import AnswerShape, answer_shape
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.value_notes import JsonPaths, KnownValues, known_of, lacking_of
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CORPUS = CORPORA / "json-test-suite" / "test_parsing"
CALL = load_bundled_catalogue().get("workflow.GetFlowInstanceTasks")
ANSWER = answer_shape(CALL, is_success=True)


def known_lines(index: JsonIndex, answer: AnswerShape | None) -> list[KnownValues]:
    """Return the notes on every line that is not a closing bracket."""
    paths, found = JsonPaths(index), list[KnownValues]()
    for line in range(index.line_count):
        path = None if index.is_closer(line) else paths.path(line)
        if path is None:
            continue
        known = known_of(notes.value_text(index, line), path, answer, UTC)
        if answer is not None:
            known = known.with_lacking(lacking_of(index, line, path, answer))
        found.append(known)
    return found


def test_an_answer_is_understood():
    record = {
        "InstanceId": "1700000000000000001",
        "TaskStatus": 1,
        "StartTime": "2026-11-24T09:22:18.000+0800",
        "FlowName": "\u4e2d",
        "Extra": 1795483338000,
    }
    body = json.dumps({"Response": {"Data": {"TotalCount": 1, "Result": [record]}}}).encode()
    known = known_lines(index_of(body), ANSWER)
    assert known[3].lacking is not None or known[2].lacking is not None
    by_value = {k.meaning.zh: k for k in known if k.meaning is not None}
    assert list(by_value) == ["待办"]
    moments = [k.moment for k in known if k.moment is not None]
    assert [f"{at:%H:%M}" for at in moments] == ["01:22", "01:22"]
    assert [k.decoded for k in known if k.decoded] == ["中"]
    assert [bool(k.moment) for k in known if k.is_unlisted] == [True]


def test_what_an_object_lacks_is_told_once_it_is_there_to_its_end():
    body = b'{"Response":{"Data":{"Result":[{"TaskId":"1","FlowStartUser":{"UserId":"1"}}]}}}'
    index = index_of(body)
    path = ("Response", "Data", "Result", 0)
    lacking = lacking_of(index, 4, path, ANSWER)
    assert lacking is not None
    names = [field.name for field in lacking.other]
    assert "TaskStatus" in names
    assert "TaskId" not in names
    assert "FlowStartUser" not in names
    assert lacking_of(index, 3, path[:-1], ANSWER) is None
    partial = Document(body[:50], is_partial=True)
    assert partial.tree is not None
    assert partial.tree.line_count == 0 or lacking_of(partial.tree, 2, path[:2], ANSWER) is None


def test_an_object_of_very_many_members_lacks_nothing_that_was_looked_for():
    members = {f"m{number}": number for number in range(1000)}
    body = json.dumps({"Response": {"Data": members}}).encode()
    assert lacking_of(index_of(body), 2, ("Response", "Data"), ANSWER) is None


@given(json_bodies, st.integers(1, 40), st.data())
def test_the_paths_are_those_of_the_nodes_in_any_order(
    body: bytes, piece: int, data: st.DataObject
):
    index = index_of(body, piece)
    paths = JsonPaths(index)
    lines = data.draw(st.lists(st.integers(0, max(0, index.line_count - 1)), max_size=20))
    for line in lines if index.line_count else ():
        exact = nodes.path_of(index, line)
        wanted = tuple(0 if isinstance(step, int) else step for step in exact)
        assert paths.path(line) == wanted


def test_the_paths_of_a_document_that_grows_stay_right():
    rows = [{"a": {"b": number}} for number in range(3000)]
    body = json.dumps({"x": rows, "y": {"z": 1}}).encode()
    document = Document(body)
    paths, index = JsonPaths(document.index), document.index  # pyright: ignore[reportArgumentType]
    assert isinstance(index, JsonIndex)
    while True:
        line = index.line_count - 1
        exact = nodes.path_of(index, line)
        assert paths.path(line) == tuple(0 if isinstance(s, int) else s for s in exact)
        if document.is_complete:
            break
        document.grow()


def test_text_nested_without_end_has_no_path_and_does_no_harm():
    index = index_of(b"[" * 50_000 + b"]" * 50_000)
    assert JsonPaths(index).path(40_000) is None
    assert JsonPaths(index).path(3) == (0, 0, 0)


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus here")
def test_nothing_of_the_corpus_is_too_odd():
    for file in sorted(CORPUS.iterdir()):
        document = whole(file.read_bytes(), "application/json")
        if document.tree is not None:
            known_lines(document.tree, ANSWER)
            known_lines(document.tree, None)
