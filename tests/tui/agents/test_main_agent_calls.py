"""Requests that agents sent are shown first in Ctrl+P and in the history."""

from pathlib import Path

from tests.core.recordings import EXPIRED, record
from tests.tui.explorer import explorer
from weda_tui.tui.history.pane import HistoryPane
from weda_tui.tui.screens.go_to_rows import GoToRows


async def test_what_agents_sent_is_found_at_once_and_shown_in_the_history(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.session.history.restore(
            [record(agent="Cursor"), record(EXPIRED, agent="claude-code"), record()]
        )
        await e.press("ctrl+p")
        await e.until_shown("claude-code")
        rows = e.app.screen.query_one(GoToRows)
        kinds = [each.kind for each in rows.choices[:3]]
        assert kinds == ["agent", "agent", "endpoint"]
        chosen = rows.choices[1].sent
        assert chosen is not None
        await e.press("down", "enter")
        await e.settle()
        history = e.main.query_one(HistoryPane)
        assert history.has_focus_within
        assert history.filter_field.value == "@智能体"
        assert {each.agent for each in history.listed_entries} == {"Cursor", "claude-code"}
        assert history.entry == chosen

        await e.press("escape", "escape")
        await e.press("colon", *"agents")
        await e.press("enter")
        await e.settle()
        assert len(history.listed_entries) == 2
        assert e.main.focused_place == "history"
