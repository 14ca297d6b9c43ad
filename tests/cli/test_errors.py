import json
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.store.bundled_error_book import load_error_book
from weda_tui.store.error_notes import save_note

BOOK = load_error_book()
KEYS = [
    "code", "layer", "meaning", "hint", "causes", "steps", "executed", "status", "confidence",
    "source", "note",
]  # fmt: skip


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path))
    return tmp_path / "notes" / "codes.toml"


def test_all_pages_come_with_the_documented_keys() -> None:
    codes = json.loads(run_cli("errors", "--json").data)["codes"]
    assert [each["code"] for each in codes] == [entry.code for entry in BOOK.entries]
    assert all(list(each) == KEYS for each in codes)
    assert codes[0]["meaning"] == {"zh": "令牌无效或过期", "en": "Token invalid or expired"}


def test_every_code_has_its_page_in_both_languages() -> None:
    for code in [entry.code for entry in BOOK.entries]:
        entry = BOOK.exactly(code)
        assert entry is not None, code
        for language, meaning in (("zh", entry.meaning.zh), ("en", entry.meaning.en)):
            text = run_cli("errors", code, "--lang", language).text
            assert text.startswith(code), code
            assert meaning in text.splitlines()[0], code


def test_the_layer_the_causes_and_the_source_are_on_the_page() -> None:
    text = run_cli("errors", "INVALID_ACCESS_TOKEN", "--lang", "zh").text
    for words in (
        "网关 · 未执行任何操作 · 指南 3.1",
        "令牌已过期",
        "刷新令牌并重新发送",
        "文档有载",
    ):
        assert words in text
    assert "来自客户端代码" in run_cli("errors", "captcha_required", "--lang", "zh").text
    assert "HTTP 503" in run_cli("errors", "OPERATION_FAILED", "--lang", "zh").text


def test_words_search_and_a_code_nobody_documents_is_said_to_be_one() -> None:
    ran = run_cli("errors", "频率", "--lang", "zh")
    assert ran.text.splitlines()[0].split() == ["EXCEED_RATELIMIT", "网关", "超出频率限制"]
    assert "7 个" in ran.talk
    ran = run_cli("errors", "NOBODYS_CODE", "--lang", "zh")
    assert (ran.text, ran.status) == ("", 2)
    assert "错误码手册中没有 NOBODYS_CODE" in ran.talk
    assert "没有与“qwertz”匹配" in run_cli("errors", "qwertz", "--lang", "zh").talk
    assert json.loads(run_cli("errors", "qwertz", "--json").data) == {"codes": []}


@pytest.mark.parametrize(
    ("given", "near"), [("INVALID_ENVV", "INVALID_ENV"), ("429", "EXCEED_RATELIMIT")]
)
def test_a_code_nobody_documents_names_the_nearest(given: str, near: str) -> None:
    ran = run_cli("errors", given, "--lang", "zh")
    assert (ran.text, ran.status) == ("", 2)
    assert near in ran.talk.partition("相近的错误码：")[2]
    assert run_cli("errors", given, "--json").status == 2


def test_a_teams_note_is_on_the_page(notes: Path) -> None:
    save_note(notes, "INVALID_ENV", "ask 张伟\non tuesdays", known="")
    save_note(notes, "NOBODYS_CODE", "ours", known="")
    assert (
        "备注\n  ask 张伟\n  on tuesdays" in run_cli("errors", "INVALID_ENV", "--lang", "zh").text
    )
    pages = json.loads(run_cli("errors", "INVALID_ENV", "--json").data)["codes"]
    assert pages[0]["note"] == "ask 张伟\non tuesdays"
    assert "ours" in run_cli("errors", "NOBODYS_CODE", "--lang", "zh").text


def test_a_broken_file_of_notes_is_named_and_the_page_is_there(notes: Path) -> None:
    notes.parent.mkdir()
    notes.write_text("x = ")
    ran = run_cli("errors", "INVALID_ENV", "--lang", "zh")
    assert ran.text.startswith("INVALID_ENV")
    assert "codes.toml 第 1 行" in ran.talk
