from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.host import MARKUP, answers_to, hosted, shown
from tests.tui.steady import type_text
from weda_tui.core.masking import Masker
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.session.error_book import CodeBook
from weda_tui.tui.doctor.error_book_dialog import ErrorBookDialog

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def book(tmp_path: Path) -> CodeBook:
    return CodeBook(tmp_path / "notes" / "codes.toml", Masker)


def dialog(
    book: CodeBook, code: str = "", *, can_try: bool = True, strings: Strings = ZH
) -> ErrorBookDialog:
    return ErrorBookDialog(book, book.notes(), strings, code=code, can_try=can_try)


async def test_the_page_follows_the_list_and_letters_narrow_it(book: CodeBook) -> None:
    async with shown(dialog(book), size=WIDE) as (app, pilot, _):
        assert "172 个" in app.text
        assert "令牌无效或过期" in app.text
        await pilot.press("down")
        await pilot.pause()
        assert "请求格式错误" in app.text
        await type_text(pilot, "ratelimit")
        assert "超出频率限制" in app.text
        assert "BAD_REQUEST" not in app.text
        await pilot.press("ctrl+u")
        await type_text(pilot, "qwertz")
        assert "没有与“qwertz”匹配" in app.text


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_page_says_everything_in_any_size(book: CodeBook, size: tuple[int, int]) -> None:
    async with hosted(size=size) as (app, pilot):
        for strings in (ZH, EN):
            await answers_to(app, pilot, dialog(book, "captcha_required", strings=strings))
            assert strings.doctor.executed_no in app.text
            await pilot.press("end")
            await pilot.pause()
            assert "@cloudbase/oauth" in app.text
            assert strings.facts.confidence_client_code in app.text
            assert all(cell_len(row) <= size[0] for row in app.rows)
            await pilot.press("escape")


async def test_a_note_is_written_kept_and_taken_out(book: CodeBook) -> None:
    async with shown(dialog(book, "INVALID_ENV"), size=WIDE) as (app, pilot, answers):
        await pilot.press("tab", *"ask hq", "enter", *"at 8", "ctrl+s")
        await pilot.pause()
        assert "备注已保存到 codes.toml" in app.text
        assert "INVALID_ENV *" in app.text
        assert book.notes() == {"INVALID_ENV": "ask hq\nat 8"}
        await pilot.press("f7", "delete", "ctrl+s")
        await pilot.pause()
        assert "备注已从 codes.toml 中删除" in app.text
        assert book.notes() == {}
        await pilot.press("escape")
    assert answers == [None]


async def test_the_note_is_one_tab_away_and_saving_nothing_says_nothing(book: CodeBook) -> None:
    async with shown(dialog(book), size=WIDE) as (app, pilot, _):
        await pilot.press("ctrl+s", "tab", "ctrl+s", "x", "backspace", "ctrl+s")
        await pilot.pause()
        assert "codes.toml" not in app.text
        await pilot.press(*"ours", "ctrl+s")
        await pilot.pause()
        assert "备注已保存到 codes.toml" in app.text
        await pilot.press("tab")
        await type_text(pilot, "nothing like it")
        assert "没有与“nothing like it”匹配" in app.text, "the next Tab goes to the box"


async def test_a_note_that_is_not_saved_is_told_of_before_it_is_lost(book: CodeBook) -> None:
    async with shown(dialog(book, "INVALID_ENV"), size=WIDE) as (app, pilot, answers):
        await pilot.press("tab", *"mine")
        await pilot.press("shift+tab", "shift+tab", "down", "up", "escape")
        await pilot.pause()
        assert answers == []
        assert "备注未保存" in app.text
        assert "mine" in app.text, "what was written stays with its code"
        await pilot.press("escape")
        await pilot.pause()
    assert answers == [None]
    assert book.notes() == {}


async def test_a_note_that_changed_on_the_disk_is_not_overwritten(book: CodeBook) -> None:
    async with shown(dialog(book, "INVALID_ENV"), size=WIDE) as (app, pilot, _):
        book.save_note("INVALID_ENV", "theirs", known="")
        await pilot.press("tab", *"mine", "ctrl+s")
        await pilot.pause()
        assert "✗" in app.text
        assert "codes.toml" in app.text
    assert book.notes() == {"INVALID_ENV": "theirs"}


async def test_a_code_nobody_documents_has_a_page_that_says_so(book: CodeBook) -> None:
    async with shown(dialog(book, "INVALID_ENVIRON"), size=WIDE) as (app, pilot, answers):
        assert "错误码手册中没有 INVALID_ENVIRON" in app.text
        assert "· INVALID_ENV" in app.text
        await pilot.press("tab", *"ours", "ctrl+s", "f5")
        await pilot.pause()
        assert "错误码手册中没有这个错误码。" in app.text, "nothing to try"
        assert answers == []
    assert book.notes() == {"INVALID_ENVIRON": "ours"}
    async with shown(dialog(book), size=WIDE) as (app, pilot, _):
        await pilot.press(*"ours")
        await pilot.pause()
        assert "INVALID_ENVIRON" in app.text, "it is found by its note"


async def test_f5_tries_the_code_in_the_sandbox_only(book: CodeBook) -> None:
    async with shown(dialog(book, "SYS_ERR"), size=WIDE) as (_, pilot, answers):
        await pilot.press("f5")
    assert answers == ["SYS_ERR"]
    async with shown(dialog(book, "SYS_ERR", can_try=False), size=WIDE) as (app, pilot, answers):
        await pilot.press("f5")
        await pilot.pause()
        assert answers == []
        assert "再按一次 F5 启动沙箱" in app.text
        await pilot.press("f5")
    assert answers == ["SYS_ERR"]


async def test_words_of_the_server_and_of_a_team_are_no_markup(book: CodeBook) -> None:
    async with hosted(size=NARROW) as (app, pilot):
        for before, text in pairwise(("", *MARKUP)):
            book.save_note("SYS_ERR", text, known=before)
            opened = dialog(book, text)
            assert await answers_to(app, pilot, opened, "tab", "escape") == [None], text


def test_a_page_that_is_opened_first_is_never_hidden(book: CodeBook) -> None:
    """A widget that Textual hides loses the focus, even if the focus is only about to reach it."""
    assert ErrorBookDialog(book, {}, EN, code="SYS_ERR", can_try=False).has_class("reading")
    assert not ErrorBookDialog(book, {}, EN, can_try=False).has_class("reading")


async def test_a_page_that_is_opened_first_has_the_focus_from_the_start(
    book: CodeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the search box had the focus first, the page would be hidden."""
    focused: list[str | None] = []
    on_focus = ErrorBookDialog.on_descendant_focus

    def note(dialog: ErrorBookDialog) -> None:
        focused.append(dialog.focused.id if dialog.focused else None)
        on_focus(dialog)

    monkeypatch.setattr(ErrorBookDialog, "on_descendant_focus", note)
    float_ = ErrorBookDialog(book, {}, EN, code="SYS_ERR", can_try=False)
    async with shown(float_, size=NARROW):
        assert focused == ["book-page"]


async def test_each_warning_comes_once(book: CodeBook) -> None:
    """F5 warns about the start of the sandbox, the edits and the unsaved note, then tries."""
    float_ = ErrorBookDialog(
        book, book.notes(), EN, code="SYS_ERR", can_try=False, edited="Complete a task"
    )
    async with shown(float_, size=NARROW) as (app, pilot, answers):
        await pilot.press("tab", *"ours")
        for said in ("start the sandbox", "changes to “Complete a task” are kept", "not saved"):
            await pilot.press("f5")
            await pilot.pause()
            assert said in app.text
            assert not answers
        await pilot.press("f5")
        await pilot.pause()
        assert answers == ["SYS_ERR"]
