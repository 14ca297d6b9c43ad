"""The footer reports data that cannot be stored, and the call continues."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from weda_tui.core.sending.exchange import Answered


@pytest.fixture
async def e(tmp_path: Path) -> AsyncGenerator[Explorer]:
    async with explorer(tmp_path, size=(160, 48)) as running:
        yield running


async def test_a_token_that_cannot_be_kept_is_used_all_the_same_and_this_is_said_once(
    e: Explorer, tmp_path: Path
):
    (tmp_path / "state" / "tokens.json").mkdir(mode=0o700)
    await e.send()
    assert isinstance(e.main.send_state, Answered)
    assert e.main.send_state.exchange.verdict.ok
    await e.until_shown("令牌可用，但未能存储")
    e.main._footer.clear()
    e.main.controllers.tokens.refresh()
    await e.settle()
    assert "令牌可用，但未能存储" not in e.text


async def test_a_damaged_history_is_named_with_where_it_lies_now(e: Explorer, tmp_path: Path):
    (tmp_path / "state" / "history.sqlite3").write_bytes(b"no database" * 100)
    await e.send()
    await e.until_shown("历史文件已损坏")
    assert (tmp_path / "state" / "history.broken-1.sqlite3").exists()


async def test_a_history_that_cannot_be_written_is_named(e: Explorer, tmp_path: Path):
    (tmp_path / "state" / "history.sqlite3").mkdir()
    await e.send()
    await e.until_shown("此次发送没有记入历史")
