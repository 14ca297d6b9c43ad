import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import json_bodies
from weda_tui.core.json.text import format_json
from weda_tui.tui.widgets.drawing import highlighting as json_tokens
from weda_tui.tui.widgets.drawing.highlighting import LONGEST_COLOURED, json_runs, warm_up
from weda_tui.tui.widgets.drawing.paint import Run


def count_lexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which each line is added when it is lexed."""
    lexed: list[str] = []
    real = json_tokens._lexed

    def counting(line: str) -> tuple[Run, ...]:
        lexed.append(line)
        return real(line)

    monkeypatch.setattr(json_tokens, "_lexed", counting)
    return lexed


def test_names_strings_numbers_and_literals_are_told_apart():
    runs = {run.text: run.role for run in json_runs('  "a": [-1.50e3, "b", true, null],')}
    assert runs['"a"'] == "key"
    assert runs["-1.50e3"] == "num"
    assert runs['"b"'] == "str"
    assert runs["true"] == runs["null"] == "num italic"
    assert runs["["] == runs[":"] == "dim"


@given(json_bodies | st.text().map(lambda text: text.encode("utf-8", "replace")))
@example("\ufeff".encode())
def test_no_character_is_lost(body: bytes):
    text = (format_json(body) or body).decode()
    for line in text.replace("\r", "\n").split("\n"):
        assert "".join(run.text for run in json_runs(line)) == line


def test_a_line_beyond_the_limit_is_not_lexed(monkeypatch: pytest.MonkeyPatch):
    warm_up()
    lexed = count_lexed(monkeypatch)
    longest = '"' + "x" * (LONGEST_COLOURED - 2) + '"'
    assert json_runs(longest)[0].role == "str"
    assert json_runs(longest + ",") == (Run(longest + ","),)
    assert lexed == [longest]
