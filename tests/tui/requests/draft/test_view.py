"""How WITH draws the selected draft, without a terminal."""

from pathlib import Path

import msgspec
import pytest

from tests.core.recordings import TASKS, environment
from tests.tui.requests.draft.test_actions import CONTEXT
from tests.tui.workbench.fakes import session_in
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.tui.requests.draft.selected import SelectedDraft
from weda_tui.tui.requests.draft.view import DraftView
from weda_tui.tui.widgets.drawing.paint import Line

WORDS = CONTEXT.strings.tui.with_


class Shown:
    def __init__(self, folder: Path) -> None:
        self.context = CONTEXT
        self.selected = SelectedDraft(session_in(folder), lambda: self.context)
        self.view = DraftView(self.selected)


def text(lines: list[Line]) -> str:
    return "\n".join("".join(run.text for run in (*line.left, *line.right)) for line in lines)


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    return Shown(tmp_path)


def test_without_an_endpoint_one_is_to_be_chosen(shown: Shown) -> None:
    shown.context = CONTEXT._replace(endpoint=None)
    assert CONTEXT.strings.tui.what.choose in text(shown.view.draw_title(80))
    assert shown.view.read_tab("docs", 80) == []
    assert text(shown.view.draw_preflight(80)).strip() == ""


def test_the_way_back_is_named_where_there_is_room(shown: Shown) -> None:
    shown.context = CONTEXT._replace(came_from="List tasks")
    assert "List tasks" in text(shown.view.draw_heading(80))
    assert "List tasks" not in text(shown.view.draw_heading(24))


def test_the_effect_is_in_the_heading_where_there_is_no_title(shown: Shown) -> None:
    with_title = text(shown.view.draw_heading(80))
    shown.context = CONTEXT._replace(is_titleless=True)
    assert len(text(shown.view.draw_heading(80))) > len(with_title)


def test_esc_takes_the_place_of_f5_while_a_request_is_on_its_way(shown: Shown) -> None:
    shown.selected.draft = draft_for(TASKS)
    assert f"F5 {WORDS.send}" in text(shown.view.draw_preflight(80))
    since = shown.selected.session.clock.monotonic() - 1.2
    shown.context = CONTEXT._replace(send_state=Sending(phase=Phase.WAITING, since=since))
    drawn = text(shown.view.draw_preflight(80))
    assert f"Esc {WORDS.cancel}" in drawn
    assert WORDS.waiting.format(elapsed="1.2 s") in drawn


def test_why_nothing_can_be_sent_stands_beside_the_key(shown: Shown) -> None:
    shown.selected.draft = draft_for(TASKS)
    assert WORDS.choose_environment in text(shown.view.draw_preflight(80))
    shown.selected.fault = FileError(ErrorCode.FILE_CHANGED, file="gone.toml")
    assert WORDS.choose_environment not in text(shown.view.draw_preflight(80))


def test_nothing_is_resolved_without_an_environment(shown: Shown) -> None:
    shown.selected.draft = msgspec.structs.replace(draft_for(TASKS), url="{{nobody}}/a")
    assert shown.view.draw_resolved(80) == []
    assert shown.selected.unknown_in_url() == []
    assert shown.selected.look_up("nobody") is None
    assert shown.selected.variables == {}


def test_a_typed_authorization_is_said_to_be_what_is_sent(shown: Shown) -> None:
    shown.context = CONTEXT._replace(where=Target(environment(), "dev"))
    draft = draft_for(TASKS)
    shown.selected.draft = draft
    assert "access_token" in text(shown.view.read_tab("auth", 200))
    headers = (*draft.headers, ("authorization", "Bearer {{token}}"))
    shown.selected.draft = msgspec.structs.replace(draft, headers=headers)
    read = text(shown.view.read_tab("auth", 200))
    assert WORDS.auth_typed in read
    assert "access_token" not in read
    headers = (("authorization", "Bearer {{access_token}}"),)
    shown.selected.draft = msgspec.structs.replace(draft, headers=headers)
    assert WORDS.auth_typed not in text(shown.view.read_tab("auth", 200))
