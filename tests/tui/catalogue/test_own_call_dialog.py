"""The form for a user's own endpoint: its texts and refusals, and no typed text is lost."""

from tests.tui.host import MARKUP, shown
from tests.tui.views.values import EN, ZH, endpoint
from weda_tui.core.catalogue.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.own_call import CallTexts, OwnCall
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.i18n.strings import Strings
from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm
from weda_tui.tui.widgets.code_area import JsonArea
from weda_tui.tui.widgets.field import Field

EMPTY = CallTexts(method="POST")
FULL = CallTexts(title="查订单", method="GET", path="/orders", action="List")


class Kept:
    """Stores what the form saves, or raises ``error``."""

    def __init__(self) -> None:
        self.calls: list[OwnCall] = []
        self.error: FileError | None = None

    async def __call__(self, call: OwnCall) -> Endpoint:
        if self.error:
            raise self.error
        self.calls.append(call)
        return endpoint()


def form(
    kept: Kept, texts: CallTexts = EMPTY, strings: Strings = ZH, *, is_fixed: bool = False
) -> OwnCallForm:
    return OwnCallForm("新接口", texts, kept, strings, taken=("Taken",), has_fixed_name=is_fixed)


async def test_a_call_is_typed_and_saved():
    kept = Kept()
    dialog = form(kept)
    async with shown(dialog) as (app, pilot, answers):
        assert app.focused is dialog.query_one("#own-title", Field)
        await pilot.press(*"Mine", "enter", "enter", *"/crm/{id}/orders")
        assert dialog.query_one("#own-action", Field).value == "orders"
        await pilot.press("tab", "tab", "right", "tab", "right")
        dialog.query_one(JsonArea).load_text('{"properties": {"a": {}}}')
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert kept.calls == [
            OwnCall(
                action="orders", method="POST", path="/crm/{id}/orders", title="Mine",
                effect=Effect.WRITE, token_kind=TokenKind.USER,
                parameters='{"properties": {"a": {}}}',
            )
        ]  # fmt: skip
        assert answers == [endpoint()]


async def test_what_is_wrong_stands_under_its_field_and_nothing_is_saved():
    kept = Kept()
    dialog = form(kept)
    async with shown(dialog) as (app, pilot, answers):
        assert "✗" not in app.text
        await pilot.press("ctrl+s")
        await pilot.pause()
        for said in ("缺少标题", "缺少路径", "缺少名称", "请先修正标有 ✗ 的字段，再保存"):
            assert said in app.text
        assert app.focused is dialog.query_one("#own-title", Field)
        dialog.query_one("#own-path", Field).value = "orders"
        dialog.query_one("#own-action", Field).value = "taken"
        dialog.query_one("#own-method", Field).value = "FETCH"
        dialog.query_one(JsonArea).text = "{,}"
        await pilot.pause()
        for said in ("路径以 / 开头", "已有此名称", "GET POST PUT", "第 1 行第 2 列"):
            assert said in app.text
        assert (kept.calls, answers) == ([], [])


async def test_a_name_of_ones_own_is_not_written_over():
    dialog = form(Kept())
    async with shown(dialog) as (_, pilot, _answers):
        dialog.query_one("#own-action", Field).value = "mine"
        dialog.query_one("#own-path", Field).value = "/orders"
        await pilot.pause()
        assert dialog.query_one("#own-action", Field).value == "mine"


async def test_the_name_of_a_known_call_stays():
    kept = Kept()
    dialog = form(kept, FULL, is_fixed=True)
    async with shown(dialog) as (app, pilot, _):
        assert app.focused is dialog.query_one("#own-path", Field)
        assert dialog.query_one("#own-action", Field).disabled
        await pilot.press("end", *"/all", "ctrl+s")
        await pilot.pause()
        assert [(call.action, call.path) for call in kept.calls] == [("List", "/orders/all")]


async def test_what_is_typed_goes_only_when_esc_is_pressed_twice():
    dialog = form(Kept(), FULL)
    async with shown(dialog) as (app, pilot, answers):
        await pilot.press("x", "escape")
        await pilot.pause()
        assert "尚未保存" in app.text
        await pilot.press("y", "escape")
        await pilot.pause()
        assert answers == [], "typing on takes the question back"
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_without_an_edit_esc_leaves_at_once():
    async with shown(form(Kept(), FULL)) as (_, pilot, answers):
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_a_file_that_cannot_be_written_leaves_the_form_open():
    kept = Kept()
    kept.error = FileError(ErrorCode.FILE_UNWRITABLE, file="own.toml", reason="disk full")
    dialog = form(kept, FULL)
    async with shown(dialog) as (app, pilot, answers):
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "own.toml" in app.text
        assert "disk full" in app.text
        assert answers == []
        kept.error = None
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert len(answers) == 1


async def test_markup_is_text():
    for text in MARKUP:
        dialog = OwnCallForm(text, CallTexts(title=text, path=text), Kept(), EN)
        async with shown(dialog, size=(80, 24)) as (app, pilot, _):
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert "Fix the fields marked ✗" in app.text
