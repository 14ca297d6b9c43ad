"""A JSONPath typed below a body, its result, and JSON inside strings."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Paste

from tests.tui.explorer import explorer
from tests.tui.steady import hold, type_text
from tests.tui.test_viewer import Viewer, viewer
from weda_tui.formats.jsonpath import patterns as json_patterns
from weda_tui.session.body_paths import PathLookup
from weda_tui.tui.bodies.path_filter import PathFilter
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands import table as commands

BODY = (
    b'{"Response":{"List":[{"Id":1893450276618240113,"Title":"A","Ext":'
    b'"{\\"dept\\":\\"x\\",\\"inner\\":\\"[1,{\\\\\\"a\\\\\\":3}]\\"}"},'
    b'{"Id":2,"Title":"B","Amount":2.50}],"Total":2}}'
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFilter, "pause", 0.0)
    monkeypatch.setenv("PATH", "")


def reader(v: Viewer) -> BodyReader:
    return v.app.screen.query_one(BodyReader)


@asynccontextmanager
async def typing(folder: Path, path: str) -> AsyncGenerator[Viewer]:
    """Open the path row and put a path in place of ``$.``."""
    async with viewer(folder, BODY) as v:
        await v.press("dollar_sign")
        reader(v).path_row.field.value = path
        await v.pilot.pause()
        yield v


async def type_path(v: Viewer, text: str) -> None:
    """Open the path row and type."""
    await v.press("dollar_sign")
    await type_text(v.pilot, text)


def row_of(v: Viewer) -> list[str]:
    """Return the two rows of the path."""
    return v.rows[-3:-1]


async def test_the_result_or_the_fault_is_there_while_the_path_is_typed(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await type_path(v, "Response.List[*].Id")
        assert "2 处" in row_of(v)[0]
        assert [row.split() for row in v.rows[2:6]] == [
            ["›", "1", "▾", "["],
            ["2", "1893450276618240113,"],
            ["3", "2"],
            ["4", "]"],
        ]
        assert "Title" not in v.text
        await v.press("x")
        assert "未找到" in row_of(v)[0]
        await v.press("ctrl+u")
        await type_text(v.pilot, "$.Response.List[?@.Id = 3]")
        path, hint = row_of(v)
        assert hint.index("^") == path.index("= 3")
        assert "从第 23 列起无效" in hint
        await v.press("backspace", *" && @.Am")
        path, hint = row_of(v)
        assert hint.index("^") == path.index("= 3"), "before a name that fits"
        assert "Tab" not in hint
        reader(v).path_row.field.value = "￥.Response.Total"
        await v.pilot.pause()
        assert "1 处" in row_of(v)[0]


async def test_esc_goes_back_to_the_place_before(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press(*["down"] * 9)
        before = v.rows
        await v.press("￥")
        await type_text(v.pilot, "Response.List[*].Id")
        assert v.rows != before
        await v.press("escape")
        assert v.rows == before
        await v.press("dollar_sign")
        assert row_of(v)[0].strip().startswith("$.Response.List[*].Id")
        assert "2 处" in row_of(v)[0]


async def test_enter_keeps_the_result_to_be_searched_folded_and_saved_with_paths_of_the_whole(
    tmp_path: Path,
):
    async with typing(tmp_path, "$.Response.List[?@.Amount]") as v:
        await v.press("enter", "down", "down")
        assert v.app.focused is reader(v).view
        assert v.rows[1].strip().startswith("Response › List › [1] › Id")
        assert "仅显示 $.Response.List[?@.Amount]：找到 1 处" in v.rows[2]
        await v.press("Y")
        assert v.app.clipboard == "$.Response.List[1].Id"
        await v.press("down", "down", "y")
        assert v.app.clipboard == "2.50"
        await v.press("O")
        assert v.rows[1].strip().startswith("Response › List › [1] › Amount")
        assert '"Total": 2' in v.text
        assert reader(v).part is None
        await type_path(v, "Response.List[*].Title")
        await v.press("enter", "slash", "B")
        assert "1 / 1" in v.text
        await v.press("escape", "escape", "home", "left")
        assert len([row for row in v.rows if "▸" in row]) == 1
        assert reader(v).document.received == b'["A",\n"B"]'
        await v.press("escape")
        assert '"Total": 2' in v.text
        await v.press("dollar_sign", "end", "ctrl+u")
        await type_text(v.pilot, "$.Response.List")
        await v.press("enter", "t", "2")
        assert '[{"Id":1893450276618240113' in v.text


async def test_a_pattern_with_too_much_to_try_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(json_patterns, "MOST_SECONDS", 0.02)
    body = json.dumps(["a" * 60 + "!"]).encode()
    async with viewer(tmp_path, body) as v:
        await v.press("dollar_sign", "ctrl+u", *"$[?match(@, '(a|aa)+')]")
        await v.app.workers.wait_for_complete()
        await v.pilot.pause()
        assert "已停止：请改写" in row_of(v)[1]


async def test_a_whole_path_takes_the_place_of_what_is_there(tmp_path: Path):
    async with typing(tmp_path, "$.Response.Total") as v:
        field = reader(v).path_row.field
        assert field.value == "$.Response.Total"
        v.app.post_message(Paste("$.Response.List[*].Id\n"))
        await v.press("enter")
        assert field.value == "$.Response.List[*].Id"
        await v.press("dollar_sign")
        assert field.selected_text == field.value, "typing goes over it"
        await v.press("R")
        assert field.value == "$.R"
        await type_text(v.pilot, "esponse.List[?@.Id == $.Response.Total]")
        assert field.value == "$.Response.List[?@.Id == $.Response.Total]"
        assert "1 处" in row_of(v)[0]


async def test_names_complete(tmp_path: Path):
    async with typing(tmp_path, "$.") as v:
        assert row_of(v)[1].split() == ["Tab", "Response"]
        await v.press("tab", *".L", "tab", "[")
        assert row_of(v)[1].split() == ["Tab", "[*]", "[0]", "[-1]", "[?@."]
        await v.press("down", "down", "down", "tab")
        assert row_of(v)[1].split() == ["Tab", "Id", "Title", "Ext", "Amount"]
        await v.press("up", "tab", *" > 1]")
        assert row_of(v)[0].split()[0] == "$.Response.List[?@.Amount"
        assert "1 处" in row_of(v)[0]
        await v.press(".", "x", "tab")
        assert v.app.focused is reader(v).path_row.field


async def test_a_name_is_taken_as_soon_as_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    go_on = threading.Event()
    names = PathLookup.names

    def held(self: PathLookup, most: int, seconds: float) -> list[str]:
        hold(go_on)
        return names(self, most, seconds)

    monkeypatch.setattr(PathLookup, "names", held)
    async with typing(tmp_path, "$.Res") as v:
        await v.press("tab")
        assert v.app.focused is reader(v).path_row.field
        go_on.set()
        for _ in range(500):
            if reader(v).path_row.field.value == "$.Response":
                break
            await asyncio.sleep(0.01)
        assert reader(v).path_row.field.value == "$.Response"


async def test_a_leading_separator_is_the_one_that_stands_there(
    tmp_path: Path, subtests: pytest.Subtests
):
    paths = [
        (BODY, ".Response", "$.Response"),
        (BODY, "..Id", "$..Id"),
        (BODY, "['Response']", "$['Response']"),
        (BODY, "Response..Id", "$.Response..Id"),
        (b"[{}]", "[0]", "$[0]"),
        (b"[{}]", "0]", "$[0]"),
        (b"[{}]", "..Id", "$..Id"),
    ]
    async with viewer(tmp_path, BODY) as v:
        field = reader(v).path_row.field
        for body, text, path in paths:
            with subtests.test(body=body, text=text):
                reader(v).show(body, "", str)
                await type_path(v, text)
                assert field.value == path, "typed"
                reader(v).show(body, "", str)
                await v.press("dollar_sign")
                field.post_message(Paste(text))
                await v.pilot.pause()
                assert field.value == path, "pasted"


async def test_what_reads_everything_says_what_it_costs_and_waits(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        reader(v).path_filter.asked_from = 0.0
        await type_path(v, "Response.List[*].Id")
        assert "2 处" in row_of(v)[0]
        await v.press("ctrl+u", *"$..Id")
        assert "需读取全部 " in row_of(v)[1]
        assert "Enter 开始" in row_of(v)[1]
        assert "处" not in row_of(v)[0]
        await v.press("enter")
        assert "2 处" in row_of(v)[0]
        await v.press("enter")
        assert v.app.focused is reader(v).view
        assert "仅显示 $..Id" in v.text


@pytest.mark.parametrize("key", ["escape", "x"])
async def test_the_next_key_or_esc_ends_what_runs(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
):
    running, ended = list[PathLookup](), list[bool]()
    run = PathLookup.run

    def spied(self: PathLookup) -> bool:
        running.append(self)
        ended.append(run(self))
        return ended[-1]

    monkeypatch.setattr(PathLookup, "run", spied)
    body = json.dumps({"a": [{"b": number} for number in range(80_000)]}).encode()
    async with viewer(tmp_path, body) as v:
        reader(v).path_filter.asked_from = 0.0
        await v.press("dollar_sign", "backspace", *"..*")
        reader(v).path_filter.keep_found()
        for _ in range(1000):
            if running and running[-1].starts:
                break
            await asyncio.sleep(0.01)
        await v.press(key)
        assert ended[-1] is False
        assert reader(v).part is None


async def test_enter_waits_for_what_is_looked_for_and_its_beginning_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    go_on, run = threading.Event(), PathLookup.run
    monkeypatch.setattr("weda_tui.tui.bodies.path_filter.SHOWN_EVERY", 0.001)

    def held(self: PathLookup) -> bool:
        if self.path == "$.list[*]":
            self.starts.extend([9, 11])
            self.ends.extend([10, 12])
            hold(go_on)
            del self.starts[:], self.ends[:]
        return run(self)

    monkeypatch.setattr(PathLookup, "run", held)
    async with viewer(tmp_path, b'{"list":[1,2,3,4]}') as v:
        await v.press("dollar_sign", *"list[*]", "enter")
        for _ in range(200):
            if "~ 已读 0 % · 找到 2 处" in row_of(v)[0] and "3" not in v.rows[4]:
                break
            await asyncio.sleep(0.01)
        assert [row.split()[-1] for row in v.rows[2:6]] == ["[", "1,", "2", "]"]
        assert v.app.focused is reader(v).path_row.field
        go_on.set()
        for _ in range(500):
            if not reader(v).path_filter.is_open:
                break
            await asyncio.sleep(0.01)
        await v.pilot.pause()
        assert v.app.focused is reader(v).view
        assert "仅显示 $.list[*]：找到 4 处" in v.text


async def test_other_ways_out_of_the_row(tmp_path: Path):
    async with typing(tmp_path, "$.Response.List[*]") as v:
        v.app.set_focus(reader(v).view)
        await v.press("slash")
        assert not reader(v).path_filter.is_open
        assert reader(v).search_bar.is_open
        await v.press("escape", "dollar_sign")
        v.app.set_focus(reader(v).view)
        await v.press(*["down"] * 4, "enter")
        assert not reader(v).path_filter.is_open
        assert v.rows[1].strip().startswith("Response › List › [0] › Ext › 内含 JSON")
        await v.press("escape", "dollar_sign")
        v.app.set_focus(reader(v).view)
        await v.press("escape")
        assert not reader(v).path_filter.is_open
        assert reader(v).part is not None
        await v.press("dollar_sign")
        v.app.set_focus(reader(v).view)
        await v.press("O")
        assert not reader(v).path_filter.is_open
        assert reader(v).part is None


async def test_a_new_body_leaves_the_path(tmp_path: Path):
    async with typing(tmp_path, "$.Response.Total") as v:
        reader(v).show(b'{"other":1}', "", str)
        await v.pilot.pause()
        assert not reader(v).path_filter.is_open
        assert v.app.focused is reader(v).view
        assert '"other": 1' in v.text
        await v.press("escape")
        assert '"other": 1' in v.text
        await v.press("dollar_sign")
        assert row_of(v)[1].split() == ["Tab", "other"]


async def test_only_json_that_has_arrived_is_filtered(tmp_path: Path):
    async with viewer(tmp_path, b"plain") as v:
        await v.press("dollar_sign")
        assert "只有 JSON" in v.rows[-1]
        assert not reader(v).can_run(commands.FILTER_PATH)
        possible = [each.id for each in reader(v).handlers() if reader(v).can_run(each)]
        assert possible == [
            "search", "go_to_line", "keep_found", "show_table", "show_tree", "choose",
            "charset_menu", "form_menu", "save_body", "copy_menu", "copy_value",
        ]  # fmt: skip
        reader(v).show_head(BODY[:100], "application/json", str)
        await v.press("dollar_sign")
        assert "尚未接收完成" in v.rows[-1]


async def test_json_inside_a_string_opens_unless_broken_is_filtered_and_opens_inside_again(
    tmp_path: Path,
):
    broken = json.dumps({"a": "{" + "x" * 20_000 + "}"}).encode()
    async with viewer(tmp_path, BODY, size=(120, 36)) as v:
        await v.press(*["down"] * 6)
        before = v.rows
        assert "= 内含 JSON，按 Enter 展开" in v.text
        assert "Enter 展开字符串中的 JSON" in v.rows[-1]
        await v.press("enter", "down", "down")
        assert v.rows[1].strip().startswith("Response › List › [0] › Ext › 内含 JSON › inner")
        await v.press("enter", *["down"] * 3, "Y")
        assert v.app.clipboard == "$.Response.List[0].Ext → $.inner → $[1].a"
        await v.press("escape")
        assert v.rows[1].strip().startswith("Response › List › [0] › Ext › 内含 JSON › inner")
        await v.press("escape")
        assert v.rows[:-1] == before[:-1]
        await v.press("enter", "dollar_sign", *"dept", "enter", "Y")
        assert v.app.clipboard == "$.Response.List[0].Ext → $.dept"
        await v.press("escape")
        assert '"inner"' in v.text
        await v.press("escape")
        assert '"Total": 2' in v.text
        reader(v).show(broken, "", str)
        await v.press("home", "down", "enter")
        assert "不完整" in v.rows[-1]
        assert reader(v).part is None


async def test_every_key_has_a_line_in_the_list_of_actions(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press(*["down"] * 6, "0")
        assert "按路径筛选" in v.text
        assert "展开字符串中的 JSON" in v.text
        assert "在完整正文中定位" not in v.text
        await v.press("escape")
        await type_path(v, "Response.Total")
        await v.press("enter", "0")
        assert "在完整正文中定位" in v.text
        assert "返回" in v.text
        await v.press("escape", "f1")
        assert "按路径筛选" in v.text


async def test_the_explorer_filters_an_answer_and_a_new_one_is_whole(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await e.send()
        await e.press("f6", "dollar_sign", *"Response", "tab", "enter")
        shown = e.main.query_one("#reader", BodyReader)
        assert shown.part is not None
        assert "仅显示 $.Response" in e.text
        await e.press("escape")
        assert shown.part is None
        await e.press("dollar_sign", "enter")
        assert shown.part is not None
        await e.send()
        assert shown.part is None
        assert "仅显示" not in e.text
