"""Data files of runs: columns that no request uses, and the limits of rows and size."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.session.weda import Weda, open_session, place
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.data_rows import MOST_ROWS
from weda_tui.i18n.language import strings_for
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.session.runs.data_file import LARGEST, read_data, unused_columns
from weda_tui.session.runs.request_loader import RequestLoader

START = """
endpoint = "workflow.StartFlow"
body = '{"ProcessKey": "{{flow}}"}'
"""
USE = """
method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/{{action}}"
body = '{"InstanceId": "{{id}}"}'
headers = ["X-Trace: {{trace}}"]
depends = ["a/start"]
[variables]
id = "{{inner}}"
[[assert]]
on = "status"
equals = "{{wanted}}"
"""


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    folder = tmp_path / "workspace" / "collections" / "a"
    folder.mkdir(parents=True)
    (folder / "start.toml").write_text(START, encoding="utf-8")
    (folder / "use.toml").write_text(USE, encoding="utf-8")
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()


@pytest.mark.parametrize("used", ["flow", "action", "id", "inner", "trace", "wanted"])
async def test_a_column_may_stand_anywhere_in_a_request_or_before_it(
    session: Session, used: str
) -> None:
    where = place(session)
    loader = RequestLoader(session, where)
    rows = ({used: "1", "note": "x"}, {used: "2", "更多": "y"})
    found = unused_columns(session, loader, loader.chosen(("a/use",)), where, rows)
    assert found == ("note", "更多")


def test_a_data_file_takes_as_many_rows_as_a_run(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("name,remark\n" + f"{'n' * 40},{'r' * 400}\n" * MOST_ROWS, encoding="utf-8")
    assert file.stat().st_size > 40_000_000
    assert len(read_data(str(file), tmp_path)) == MOST_ROWS


def test_a_data_file_that_is_too_large_says_what_the_limit_is(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    with file.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(FileError) as caught:
        read_data(str(file), tmp_path)
    assert caught.value.code is ErrorCode.DATA_TOO_LARGE
    said = explain(caught.value, strings_for("en"))
    assert "larger than 64" in said.what
