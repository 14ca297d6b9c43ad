"""The summaries of saved requests that the rows of the tree show."""

import os
from pathlib import Path

import pytest

from tests.session.weda import READ
from weda_tui.core.collections.paths import is_within
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.session.collections import request_summaries
from weda_tui.session.collections.request_summaries import Summaries

DRAFT = RequestDraft(endpoint_id=READ, method="POST", url="{{vars.host}}/x")


def test_what_a_row_says_is_known_once_it_was_looked_at(session: Session):
    collections = session.collections
    path = collections.changes.create("a", "审批", DRAFT).request.path
    (collections.root / "审批/b.toml").write_text("x")
    fresh = Summaries(collections.root)
    assert fresh.get(path) is None
    fresh.load([path, "审批/b"])
    seen, broken = fresh.get(path), fresh.get("审批/b")
    assert seen is not None
    assert (seen.title, seen.method, seen.endpoint_id) == ("a", "POST", READ)
    assert broken is not None
    assert broken.problem is not None
    assert broken.problem.parameters["line"] == 1


def test_a_row_is_known_once_its_file_was_written_here(session: Session):
    path = session.collections.changes.create("a", "审批", DRAFT).request.path
    seen = session.collections.seen.get(path)
    assert seen is not None
    assert seen.title == "a"


def test_a_row_is_read_again_once_others_wrote_its_file(session: Session):
    collections = session.collections
    path = collections.changes.create("a", "审批", DRAFT).request.path
    other = collections.changes.create("b", "审批", DRAFT).request.path
    file = collections.root / "审批/a.toml"
    file.write_text("x")
    os.utime(file, ns=(1, 1))
    assert collections.seen.forget_changed([path, other])
    assert not collections.seen.forget_changed([other])
    assert collections.seen.get(path) is None
    assert collections.seen.get(other) is not None


def test_the_rows_of_a_folder_go_with_it(session: Session):
    collections = session.collections
    path = collections.changes.create("a", "审批", DRAFT).request.path
    other = collections.changes.create("a", "审批二", DRAFT).request.path
    collections.seen.forget("审批")
    assert collections.seen.get(path) is None
    assert collections.seen.get(other) is not None


def test_rows_that_come_while_others_are_forgotten_are_no_error(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    collections = session.collections
    path = collections.changes.create("a", "审批", DRAFT).request.path
    other = collections.changes.create("b", "审批", DRAFT).request.path
    seen = Summaries(collections.root)
    seen.load([path])

    def slow(each: str, folder: str) -> bool:
        seen.load([other])  # another thread may do this meanwhile
        return is_within(each, folder)

    monkeypatch.setattr(request_summaries, "is_within", slow)
    seen.forget(path)
    assert seen.get(path) is None
    assert seen.get(other) is not None


def test_a_row_that_goes_while_its_file_is_looked_at_is_no_error(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    collections = session.collections
    path = collections.changes.create("a", "审批", DRAFT).request.path
    seen = Summaries(collections.root)
    seen.load([path])

    def slow(_root: Path, each: str) -> int:
        seen.forget(each)  # another thread may do this meanwhile
        return -1

    monkeypatch.setattr(request_summaries, "file_stamp", slow)
    seen.forget_changed([path])
    assert seen.get(path) is None
