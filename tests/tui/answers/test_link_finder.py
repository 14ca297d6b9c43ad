"""Links are found at once in a small body, else in a worker, and dropped if the cursor moved on."""

import json

import pytest

from tests.core.recordings import sent
from weda_tui.core.bodies.document import Document
from weda_tui.core.links.cursor_target import CursorTarget
from weda_tui.core.links.finder import Links
from weda_tui.core.sending.exchange import Answered
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.answers.links_section import FOUND_ON_THE_LOOP, LinkFinder
from weda_tui.tui.answers.shown_answer import ExchangeFacts

ANSWER = {"Response": {"Data": {"TaskList": [{"TaskId": "1600000000000000001"}]}}}
LINE = 4
CATALOGUE = load_bundled_catalogue()


class Shown:
    """A shown response with the cursor on the ID of a task."""

    def __init__(self, answer: object = ANSWER) -> None:
        self.document = Document(json.dumps(answer).encode(), "application/json")
        self.document.grow_whole()
        self.line = LINE
        result = sent(json.dumps(answer)).result
        self.facts = ExchangeFacts(
            result if isinstance(result, Answered) else None, catalogue=CATALOGUE
        )
        self.found: list[tuple[Links, bool]] = []
        self.known = 0
        self.finder = LinkFinder(
            lambda: self.facts,
            lambda: CursorTarget(self.document, None, self.line, -1),
            lambda found, is_other: self.found.append((found, is_other)),
            self.note_calls,
        )
        self.finder.forget_found()

    def note_calls(self) -> None:
        self.known += 1


async def test_the_calls_of_an_id_are_found_once_it_is_known_what_calls_take():
    shown = Shown()
    assert not shown.finder.find_at_once()
    found = await shown.finder.find()
    assert found is not None
    assert found.links
    assert (shown.found, shown.known) == ([(found, True)], 1)
    shown.line = 0
    assert shown.finder.find_at_once()
    assert (shown.found[-1][0].links, shown.found[-1][1]) == ((), True)


async def test_a_large_body_is_left_to_a_worker():
    shown = Shown({**ANSWER, "more": "x" * FOUND_ON_THE_LOOP})
    await shown.finder.load_calls()
    assert not shown.finder.find_at_once()
    assert await shown.finder.find() is not None


async def test_what_is_found_for_a_place_that_was_left_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
):
    shown = Shown()
    await shown.finder.load_calls()

    def follow(*_: object) -> Links:
        shown.line = 0
        return Links("")

    monkeypatch.setattr("weda_tui.tui.answers.links_section.follow", follow)
    assert await shown.finder.find() is None
    assert not shown.found


async def test_another_catalogue_is_read_again():
    shown = Shown()
    await shown.finder.load_calls()
    shown.finder.forget_calls()
    shown.facts = shown.facts._replace(catalogue=None)
    await shown.finder.load_calls()
    assert shown.finder.takers is None
    assert not shown.finder.has_links(shown.document, LINE)
