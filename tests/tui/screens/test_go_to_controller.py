"""The chosen result of a search by name is opened, without a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.core.recordings import NOW, TASKS, environment, record
from tests.tui.host import shown
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint, Preset
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import search
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.commands.table import COMPARE, Command, KeyMap
from weda_tui.tui.screens import go_to_controller
from weda_tui.tui.screens.go_to_controller import GoToController
from weda_tui.tui.screens.go_to_dialog import GoTo
from weda_tui.tui.screens.go_to_rows import GoToChoice, GoToRows, SavedEntry
from weda_tui.tui.widgets.field import Field

DEV = Target(environment(), "dev")


class GoToFake(FakeBench):
    """A screen with the endpoints, commands and entries that can be opened."""

    key_map = KeyMap()
    draft: RequestDraft | None = None

    @property
    def editor(self) -> "GoToFake":
        return self

    def apply_edit(self, draft: RequestDraft) -> None:
        self.calls.append(("edit", draft.body))

    def set_draft(self, draft: RequestDraft) -> None:
        self.draft = draft

    catalogue = Catalogue(())

    def commands(self) -> list[Command]:
        return []

    def works_here(self, command: Command) -> bool:
        return ("stage", "result") in self.calls and command is COMPARE

    def go_to_stage(self, stage: str) -> None:
        self.calls.append(("stage", stage))

    def open_endpoint(self, endpoint: Endpoint, preset: Preset | None = None) -> None:
        self.calls.append(("endpoint", endpoint))
        self.calls += [("preset", preset)] if preset else []

    async def open_saved_now(self, path: str) -> bool:
        self.calls.append(("saved now", path))
        return path != "a/gone"

    def send_read(self) -> None:
        self.calls.append(("send", "read"))

    def call_after_refresh(self, callback: Callable[[], object]) -> bool:
        callback()
        return True

    def open_code(self, code: str) -> None:
        self.calls.append(("code", code))

    def switch_to(self, where: Target | None) -> None:
        self.calls.append(("target", where))

    def begin_field(self, text: str) -> None:
        self.calls.append(("typed", text))

    def open_entry(self, record: HistoryRecord) -> None:
        self.calls.append(("entry", record.entry.id))

    def send_again(self, record: HistoryRecord) -> None:
        self.calls.append(("again", record.entry.id))

    async def show_agent_calls(self, wanted: int) -> None:
        self.calls.append(("agents", wanted))

    async def run_command(self, action: str) -> None:
        self.calls.append(("run", action))


async def test_each_choice_leads_where_it_says(tmp_path: Path) -> None:
    bench = GoToFake()
    go_to = GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls)
    choices = (
        None,
        GoToChoice("endpoint", endpoint=TASKS),
        GoToChoice("saved", saved=SavedEntry("a/b", "B")),
        GoToChoice("where", where=DEV),
        GoToChoice("code", code="SYS_ERR"),
        GoToChoice("command", action="history"),
        GoToChoice("command", action="go_to_line", typed="7"),
    )
    for choice in choices:
        go_to.open()
        assert isinstance(bench.asked[-1][0], GoTo)
        await bench.answer(choice)
        await bench.finish()
    assert bench.calls == [
        ("endpoint", TASKS), ("saved now", "a/b"), ("target", DEV), ("code", "SYS_ERR"),
        ("run", "history"), ("run", "go_to_line"), ("typed", "7"),
    ]  # fmt: skip


async def test_what_is_sent_is_opened_first(tmp_path: Path) -> None:
    bench = GoToFake()
    go_to = GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls)
    for choice in (
        GoToChoice("endpoint", endpoint=TASKS, is_sent=True),
        GoToChoice("saved", saved=SavedEntry("a/b", "B"), is_sent=True),
        GoToChoice("saved", saved=SavedEntry("a/gone", "B"), is_sent=True),
    ):
        go_to.open()
        await bench.answer(choice)
        await bench.finish()
    assert bench.calls == [
        ("endpoint", TASKS), ("send", "read"), ("saved now", "a/b"), ("send", "read"),
        ("saved now", "a/gone"),
    ]  # fmt: skip


async def test_a_screen_that_lies_above_is_left_for_what_was_chosen(tmp_path: Path) -> None:
    bench = GoToFake()
    left: list[Callable[[], None]] = []
    go_to = GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls)
    go_to.open(leave=left.append)
    await bench.answer(None)
    assert left == [], "Esc leads back to it"
    go_to.open(leave=left.append)
    await bench.answer(GoToChoice("endpoint", endpoint=TASKS))
    assert bench.calls == []
    left[0]()
    await bench.finish()
    assert bench.calls == [("endpoint", TASKS)]


async def test_a_command_of_a_place_waits_for_that_and_says_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(go_to_controller, "CHECK_EVERY", 0)
    bench = GoToFake()
    go_to = GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls)
    for action, place in (("compare", "result"), ("run_saved", "saved")):
        go_to.open()
        await bench.answer(GoToChoice("command", action=action, place=place))
        await bench.finish()
    assert bench.calls == [("stage", "result"), ("run", "compare"), ("run", "saved")]
    assert bench.notices == ["saved: “run” is not available now"]


async def test_what_was_searched_for_is_filled_in(tmp_path: Path) -> None:
    bench = GoToFake()
    go_to = GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls)
    found = search(load_bundled_catalogue(), "my approved tasks")[0]
    go_to.open()
    await bench.answer(GoToChoice("endpoint", endpoint=found.endpoint, preset=found.preset))
    assert found.preset is not None
    assert bench.calls == [("endpoint", found.endpoint), ("preset", found.preset)]


async def test_what_a_command_is_called_comes_before_the_keys_of_others(tmp_path: Path) -> None:
    bench = GoToFake()
    GoToController(bench, bench, bench, session_in(tmp_path), bench.show_agent_calls).open()
    dialog = bench.asked[-1][0]
    assert isinstance(dialog, GoTo)
    called = {
        "q": "quit", "quit": "quit", "exit": "quit", "wq": "quit", "w": "save", "write": "save",
        "new environment": "where", "environment type": "where", "renew token": "token",
    }  # fmt: skip
    async with shown(dialog) as (app, pilot, _):
        for typed, command in called.items():
            app.screen.query_one(Field).value = f">{typed}"
            await pilot.pause()
            assert app.screen.query_one(GoToRows).choices[0].action == command, typed


async def test_what_agents_sent_lately_is_listed_and_opened_in_the_history(tmp_path: Path) -> None:
    bench, session = GoToFake(), session_in(tmp_path)
    old = record(at=NOW - 2 * 86400, agent="Cursor")
    await session.history.restore([record(), record(agent="Cursor"), old])
    go_to = GoToController(bench, bench, bench, session, bench.show_agent_calls)
    go_to.open()
    dialog, _ = bench.asked[-1]
    async with shown(dialog) as (app, _, _):
        (choice, *_) = app.screen.query_one(GoToRows).choices
        assert choice.sent is not None
        assert (choice.kind, choice.sent.agent) == ("agent", "Cursor")
    await bench.answer(choice)
    await bench.finish()
    assert bench.calls == [("agents", choice.sent.id)]
    await session.aclose()


async def test_an_entry_is_opened_or_sent_again_by_the_history_itself(tmp_path: Path) -> None:
    bench, session = GoToFake(), session_in(tmp_path)
    go_to = GoToController(bench, bench, bench, session, bench.show_agent_calls)
    go_to.open()
    await session.history.restore([record()])
    (entry,) = (await session.history.find(HistoryQuery())).entries
    gone = replace(entry, id=entry.id + 1)
    for choice in (
        GoToChoice("history", sent=entry),
        GoToChoice("history", sent=entry, is_sent=True),
        GoToChoice("history", sent=gone, is_sent=True),
    ):
        go_to.open()
        await bench.answer(choice)
        await bench.finish()
    assert bench.calls == [("entry", entry.id), ("again", entry.id)]
    assert len(bench.notices) == 1
    assert bench.notices[0].startswith("✗")
