"""``view``: formatted into a pipe, every token as received; the viewer on a terminal."""

from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.session import Session


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("WEDA_TUI_STATE", str(tmp_path / "state"))


def test_json_goes_into_a_pipe_laid_out_with_every_token_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(rb'{"id":1893450276920229889,"d":1.10,"d":[ ],"t":"\u4e2d\/"}')
    ran = run_cli("view", str(file))
    assert (ran.status, ran.talk) == (0, "")
    assert ran.data == (
        b'{\n  "id": 1893450276920229889,\n  "d": 1.10,\n  "d": [],\n  "t": "\\u4e2d\\/"\n}\n'
    )


def test_stdin_is_a_body_too() -> None:
    assert run_cli("view", "-", stdin=b"[1]").data == b"[\n  1\n]\n"


def test_a_hundred_thousand_levels_are_laid_out() -> None:
    ran = run_cli("view", "-", stdin=b"[" * 5_000 + b"]" * 5_000)
    assert ran.status == 0
    assert ran.data.count(b"\n") == 9_999


def test_what_is_no_json_goes_out_as_it_is_and_stderr_says_where() -> None:
    ran = run_cli("view", "-", "--lang", "en", stdin=b'{"a":1,}')
    assert (ran.status, ran.data) == (0, b'{"a":1,}')
    assert ran.talk == "Not JSON from line 1, column 8 on: printed as it is.\n"
    assert run_cli("view", "-", stdin=b"\x00\xff" * 9).data == b"\x00\xff" * 9
    assert run_cli("view", "-", stdin=b"").data == b""


def test_a_file_in_another_charset_is_printed_in_utf8(tmp_path: Path) -> None:
    file = tmp_path / "gbk.json"
    file.write_bytes('["服务器采购"]'.encode("gbk"))
    assert run_cli("view", str(file)).data.decode() == '[\n  "服务器采购"\n]\n'


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = run_cli("view", str(tmp_path / "none.json"))
    assert ran.status == 2
    assert "none.json" in ran.talk


def test_on_a_terminal_it_is_the_viewer(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"[1]")
    seen: list[tuple[str, bytes]] = []

    def explore(_: Session, __: str, body: tuple[str, bytes]) -> int:
        seen.append(body)
        return 0

    assert run_cli("view", str(file), terminal=True, explore=explore).status == 0
    assert seen == [("a.json", b"[1]")]


def test_the_home_of_nobody_is_a_file_that_is_not_there() -> None:
    ran = run_cli("view", "~nobody-of-this-name/a.json", "--lang", "en")
    assert (ran.status, ran.data) == (2, b"")
    assert "~nobody-of-this-name/a.json" in ran.talk
    assert "Traceback" not in ran.talk
