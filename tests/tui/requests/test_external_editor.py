"""The messages about a body that was edited in an external editor."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.tui.explorer import explorer
from weda_tui.i18n.language import strings_for
from weda_tui.tui.requests.external_editor import EditedBody, edit_body
from weda_tui.tui.widgets.messages import Noticed

REFUSES = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('{}'); sys.exit(3)"


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditedBody:
    """A body that an editor with a long command changed before the editor failed."""
    folder = tmp_path / ("deep" * 10)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c "{REFUSES}"')
    return edit_body('{"a": 1}', nullcontext, strings_for("zh"))


def test_a_failed_editor_is_named_by_its_program_alone(edited: EditedBody) -> None:
    name = Path(sys.executable).name
    said = f"{name} 的退出状态为 3，正文未改动；编辑的内容保存在 {edited.kept}"
    assert edited == EditedBody('{"a": 1}', said, edited.kept)
    assert Path(edited.kept).read_text() == "{}"


async def test_the_end_of_a_long_path_is_read_in_the_footer(
    tmp_path: Path, edited: EditedBody
) -> None:
    async with explorer(tmp_path / "workspace") as e:
        e.main.post_message(Noticed(edited.notice, path=edited.kept))
        await e.pilot.pause()
        assert "/body.json" in e.rows[-1]
