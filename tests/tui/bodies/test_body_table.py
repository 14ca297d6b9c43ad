"""A body as a table: switching to the table and back, order, filter, columns, export."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from textual.widget import AwaitMount, Widget

from tests.tui.steady import LONGEST_WORK, type_text
from tests.tui.test_viewer import Viewer, viewer
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.line_values import value_at
from weda_tui.core.json.array_items import best_array
from weda_tui.core.json.index import JsonIndex
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.screens.viewer_screen import ViewScreen

PEOPLE = [
    {"id": 1893450276618240003, "name": "周明远", "age": 41, "at": 1795483338000, "sub": {"a": 1}},
    {"id": 1893450276618240001, "name": "=1+1", "age": 9, "at": 1795479738000, "tags": [1, 2]},
    {"id": 1893450276618240002, "name": "陈|思源", "age": None, "at": 1795476138000},
]
BODY = json.dumps({"total": 3, "data": {"records": PEOPLE}, "z": 0}, ensure_ascii=False).encode()
MANY = json.dumps(
    {"list": [{"n": n * 7919 % 5000, "text": f"行 {n}" * 3} for n in range(5000)]}
    | {"late": [{"x": 1}]}
).encode()


def reader(v: Viewer) -> BodyReader:
    return v.app.screen_stack[0].query_one(BodyReader)


def part(v: Viewer) -> BodyTable:
    return v.app.screen_stack[0].query_one(BodyTable)


def column(v: Viewer) -> list[str]:
    """Return the row numbers from top to bottom."""
    found = [row[1:6].strip() for row in v.rows[3:]]
    return [text for text in found if text.isdigit()]


async def until_idle(v: Viewer) -> None:
    async with asyncio.timeout(LONGEST_WORK):
        while any(w.is_running and w.group != "auto" for w in list(v.app.workers)):
            await v.pilot.pause(0.01)
    await v.pilot.pause()


async def test_the_table_is_turned_to_and_left(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        assert "树  表格 3" in v.rows[0]
        await v.press("vertical_line")
        assert "树  表格  data.records" in v.rows[0]
        assert v.rows[1].split() == ["#", "id", "name", "age", "at", "sub", "tags"]
        assert v.rows[3].split()[:5] == ["›", "1", "1893450276618240003", "周明远", "41"]
        assert v.rows[3].split()[-3:] == ["09:22:18", "{…}", "-"]
        assert "null" in v.rows[5]
        assert "|" in v.rows[-1]
        await v.press("down", "right", "｜")
        assert "树  表格 3" in v.rows[0]
        assert '"name": "=1+1"' in next(row for row in v.rows if row.startswith("›"))
        await v.press("vertical_line")
        assert v.rows[4].startswith("›")
        assert part(v).rows.selected_column == "name"
        await v.press("escape")
        assert reader(v).table is None
        assert v.app.focused is reader(v).view


async def test_the_array_around_the_cursor_is_the_one_that_is_shown_and_none_stays_a_tree(
    tmp_path: Path,
):
    body = b'{"a":[{"x":1},{"x":2}],"b":[{"y":{"t":[{"z":9}]}}]}'
    async with viewer(tmp_path, body) as v:
        await v.press("slash", *'"z"', "escape", "vertical_line")
        assert "b[0].y.t" in v.rows[0]
        assert v.rows[1].split() == ["#", "z"]
        await v.press("vertical_line", "home", "vertical_line")
        assert v.rows[1].split() == ["#", "x"]
        reader(v).show(b'{"a":[1,2]}', "", str)
        await v.pilot.pause()
        assert "表格" not in v.text
        await v.press("vertical_line")
        assert "这里没有对象数组" in v.rows[-1]
        assert "›" in v.rows[2]


async def test_the_mouse_turns_sorts_and_goes_to_a_cell(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        at = v.rows[0].index("表格")
        await v.pilot.click("#view-title", offset=(at + 2, 0))
        await v.pilot.pause()
        assert reader(v).table is not None
        await v.pilot.click("#table-rows", offset=(v.rows[4].index("=1+1"), 1))
        await v.pilot.pause()
        assert part(v).rows.cursor == 1
        assert part(v).rows.selected_column == "name"
        await v.pilot.click("#table-head", offset=(v.rows[1].index("id"), 0))
        await v.pilot.pause()
        assert "id ▴" in v.rows[1]
        assert column(v) == ["2", "3", "1"]
        await v.pilot.click("#view-title", offset=(v.rows[0].index("树") + 1, 0))
        await v.pilot.pause()
        assert reader(v).table is None


async def test_a_column_is_sorted_up_down_and_as_it_came(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "right", "right", "o")
        assert "age ▴" in v.rows[1]
        assert column(v) == ["2", "1", "3"]
        await v.press("o")
        assert "age ▾" in v.rows[1]
        assert column(v) == ["1", "2", "3"]
        await v.press("o")
        assert "▾" not in v.rows[1]
        assert column(v) == ["1", "2", "3"]
        await v.press("left", "left", "o")
        assert column(v) == ["2", "3", "1"]


async def test_the_name_of_the_selected_column_is_lit_while_the_rows_have_the_focus(tmp_path: Path):
    def lit(v: Viewer) -> str:
        head = v.app.screen._compositor.render_strips()[1]
        focus = v.app.theme_variables["focus"].lower()
        return "".join(
            text
            for text, style, _ in head
            if style is not None
            and style.color is not None
            and style.color.get_truecolor().hex.lower() == focus
        ).strip()

    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line")
        assert lit(v) == "id"
        await v.press("slash", "1")
        assert lit(v) == ""
        await v.press("enter")
        assert lit(v) == "id"


async def test_rows_are_filtered_as_one_types(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "／", *"思源")
        assert column(v) == ["3"]
        assert "筛选“思源”：1 / 3 行" in v.text
        await v.press(*["backspace"] * 2, *"name:9")
        assert column(v) == []
        assert "没有包含“name:9”的行" in v.text
        await v.press(*["backspace"] * 6, *"age:9", "enter")
        assert column(v) == ["2"]
        assert v.app.focused is part(v).rows
        await v.press("escape")
        assert column(v) == ["1", "2", "3"]
        assert reader(v).table is not None
        await v.press("slash", *"09:22")
        assert column(v) == ["1"]


async def test_columns_are_chosen_and_ordered(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "c")
        assert "选择列（共 6 列）" in v.text
        await v.press("enter", "down", "alt+down", "escape")
        assert v.rows[1].split() == ["#", "age", "name", "at", "sub", "tags"]
        await v.press("vertical_line", "vertical_line")
        assert v.rows[1].split() == ["#", "age", "name", "at", "sub", "tags"]


async def test_columns_that_do_not_fit_are_scrolled_to(tmp_path: Path):
    wide = json.dumps([{f"column{n}": "x" * 20 for n in range(8)}]).encode()
    async with viewer(tmp_path, wide, size=(80, 24)) as v:
        await v.press("vertical_line")
        assert "5 →" in v.rows[2]
        await v.press("right", "right", "right", "right")
        assert "← 2  3 →" in v.rows[2]
        assert "column4" in v.rows[1]
        await v.press("shift+right")
        assert "← 5" in v.rows[2]
        assert "→" not in v.rows[2]
        await v.press("shift+left")
        assert "column0" in v.rows[1]
        await v.pilot.resize_terminal(200, 24)
        await v.pilot.pause()
        assert "column7" in v.rows[1]


async def test_the_column_of_ids_stays_while_the_others_are_scrolled(tmp_path: Path):
    record = {"Name": "a", "Id": 1893450276618240003} | {f"column{n}": "x" * 20 for n in range(8)}
    async with viewer(tmp_path, json.dumps([record]).encode(), size=(80, 24)) as v:
        await v.press("vertical_line", "shift+right")
        assert v.rows[1].split() == ["#", "Id", "column6", "column7"]
        assert v.rows[3].split()[2] == "1893450276618240003"
        assert "← 7" in v.rows[2]
        await v.press("left", "left")
        assert v.rows[1].split()[1:3] == ["Id", "column5"]
        assert part(v).rows.selected_column == "column5"
        await v.press("shift+left")
        assert v.rows[1].split()[1:3] == ["Name", "Id"]
        await v.pilot.resize_terminal(40, 24)
        await v.press("shift+right")
        assert "column7" in v.rows[1], "what is looked at goes before what stays"


async def test_a_column_shows_more_where_there_is_room(tmp_path: Path):
    body = json.dumps([{"a": "一" * 40, "b": "x y " * 9 + "end"}]).encode()
    async with viewer(tmp_path, body, size=(80, 24)) as v:
        await v.press("vertical_line")
        assert "end" in v.rows[3], "the one that needs least is whole"
        assert "一…" in v.rows[3]
        await v.pilot.resize_terminal(140, 24)
        await v.pilot.pause()
        assert "一" * 40 in v.rows[3]


LATE = json.dumps(
    [{"id": n, "title": f"审批单 {n}", "note": ""} for n in range(200)]
    + [{"id": 454960 + n, "title": f"审批单 {454960 + n}", "note": "n" * 9} for n in range(200)]
    + [{"id": n, "title": "短", "note": "x"} for n in range(200)]
).encode()


async def test_columns_fit_the_rows_that_come_into_view_and_stay_as_wide(tmp_path: Path):
    async with viewer(tmp_path, LATE) as v:
        await v.press("vertical_line")
        table = part(v).rows
        widths = [[each.width for each in table.fitted(table.size.width)]]
        for row in (300, 599, 0):
            table.cursor = row
            await v.pilot.pause()
            widths.append([each.width for each in table.fitted(table.size.width)])
            if row == 300:
                assert "455060  审批单 455060  nnnnnnnnn" in next(r for r in v.rows if "›" in r)
                assert v.rows[1].split() == ["#", "id", "title", "note"]
        assert widths == sorted(widths), "none gets narrower"
        assert widths[1] == widths[-1]


async def test_columns_fit_the_late_row_that_was_searched_for_in_the_tree(tmp_path: Path):
    async with viewer(tmp_path, LATE) as v:
        await v.press("slash", *"455000", "enter", "escape", "vertical_line")
        await v.pilot.pause()
        assert "455000  审批单 455000" in next(row for row in v.rows if "›" in row)


async def test_columns_fit_the_rows_that_a_sort_brings_into_view(tmp_path: Path):
    async with viewer(tmp_path, LATE) as v:
        await v.press("vertical_line", "o", "o")
        await until_idle(v)
        assert "455159  审批单 455159" in v.rows[3]


async def test_all_columns_are_marked_at_once_and_listed_as_far_as_there_is_room(tmp_path: Path):
    names = [f"column{n:02}" for n in range(40)]
    body = json.dumps([dict.fromkeys(names, 1)]).encode()
    async with viewer(tmp_path, body, size=(80, 40)) as v:
        await v.press("vertical_line", "c")
        assert sum("column" in row for row in v.rows) >= 30
        await v.press("home", "pageup", "pageup", "enter", "alt+down", "down", "down", "enter")
        await v.press("escape")
        assert part(v).rows.columns == ["column01"]
        await v.press("c", "pageup", "enter", "escape")
        assert sorted(part(v).rows.columns) == names


async def test_a_cell_is_copied_as_received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "y")
        assert v.app.clipboard == "1893450276618240003"
        await v.press("right", "right", "right", "y", "Y")
        assert v.app.clipboard == "$.data.records[0].at"
        await v.press("enter")
        assert "复制行" in v.text
        await v.press("escape")
        await v.press("0")
        await v.pilot.pause()
        label = next(row for row in v.rows if "复制行" in row)
        await v.press(label.split()[0].strip("›"))
        await until_idle(v)
        assert json.loads(v.app.clipboard) == PEOPLE[0]


async def test_the_table_is_copied_as_csv_and_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "slash", *"1+1", "enter", "x")
        assert "公式" in v.text
        await v.press("3")
        await until_idle(v)
        assert v.app.clipboard == (
            'id,name,age,at,sub,tags\r\n1893450276618240001,=1+1,9,1795479738000,,"[1, 2]"\r\n'
        ), "plain: as received"
        await v.press("x", "8")
        await until_idle(v)
        lines = v.app.clipboard.splitlines()
        assert lines[0] == "| id | name | age | at | sub | tags |"
        assert lines[4] == "| 1893450276618240002 | 陈\\|思源 | null | 1795476138000 |  |  |"
        for keys, order in (("oox7", "321"), (["escape", "x", "7"], "321"), ("ox3", "312")):
            await v.press(*keys)
            await until_idle(v)
            ids = [line.split(",")[0][-1] for line in v.app.clipboard.splitlines()[1:]]
            assert "".join(ids) == order, "all rows, as sorted, whatever the filter leaves out"


async def test_the_table_is_saved_and_nothing_is_overwritten_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
):
    """The first export is for a spreadsheet, the second keeps every digit for programs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    target = tmp_path / "out.csv"
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line")
        for key, head, id_, name in (
            ("1", b"\xef\xbb\xbfid,name", '"=""1893450276618240001"""', "'=1+1"),
            ("2", b"id,name", "1893450276618240001", "=1+1"),
        ):
            with subtests.test(key=key):
                target.write_text("mine")
                await v.press("x", key)
                await until_idle(v)
                assert "将表格保存到文件" in v.text
                await v.press("ctrl+u")
                await type_text(v.pilot, str(target))
                await v.press("enter")
                await until_idle(v)
                assert target.read_text() == "mine"
                await v.press("ctrl+y")
                await until_idle(v)
                assert "已保存 3 行" in v.rows[-1]
                data = target.read_bytes()
                assert data.startswith(head)
                assert f"\r\n{id_},{name},9,".encode() in data
                assert data.endswith(b"\r\n")


async def test_a_large_table_is_sorted_in_a_thread_and_can_be_left(tmp_path: Path):
    async with viewer(tmp_path, MANY) as v:
        await v.press("vertical_line")
        await until_idle(v)
        table = part(v)
        table.sort_by("n")
        assert "~ 排序 5,000 行" in table._remark(100)
        assert table.step_back()
        assert table._remark(100) == ""
        await until_idle(v)
        assert column(v)[0] == "1"
        assert "▴" not in v.rows[1]
        await v.press("o", "o")
        await until_idle(v)
        assert v.rows[3].split()[2] == "4999"
        await v.press("end")
        assert next(row for row in v.rows if row.startswith("›")).split()[2] == "0"


async def test_what_values_mean_is_shown_and_asked_anew_when_more_is_known(tmp_path: Path):
    def note(document: Document, line: int) -> str:
        value = value_at(document, line)
        return {"9": "nine", "41": "forty-one"}.get(value, "") if knows else ""

    knows = False
    async with viewer(tmp_path, BODY) as v:
        reader(v).view.note = note
        await v.press("vertical_line")
        assert "nine" not in v.text
        knows = True
        reader(v).show_notes()
        await v.pilot.pause()
        assert "9 nine" in v.rows[4]
        assert "age 的含义来自接口目录" in v.text
        await v.press("slash", *"FORTY")
        assert column(v) == ["1"]


async def test_the_value_of_the_cell_is_selected_in_the_tree_whose_keys_do_nothing(tmp_path: Path):
    async with viewer(tmp_path, BODY) as v:
        await v.press("vertical_line", "down", "right", "right")
        view = reader(v).view
        assert value_at(view.document, view.line) == "9"
        await v.press("right", "right")
        assert json.loads(value_at(view.document, view.line)) == PEOPLE[1]
        before = v.rows
        await v.press("z", "n", "N")
        assert v.rows == before


async def test_fields_of_later_rows_are_found(tmp_path: Path):
    body = json.dumps([*({"a": n} for n in range(300)), {"late": 1}]).encode()
    async with viewer(tmp_path, body) as v:
        await v.press("vertical_line")
        assert v.rows[1].split() == ["#", "a"]
        screen = v.app.screen_stack[0]
        assert isinstance(screen, ViewScreen)
        await screen.run_command("all_columns")
        await until_idle(v)
        assert "选择列（共 2 列）" in v.text
        await v.press("escape")
        assert v.rows[1].split() == ["#", "a", "late"]


async def test_values_are_drawn_as_text_and_secrets_masked(tmp_path: Path):
    rows = [{"m": "[/api]", "e": "\x1b]0;t\x07", "s": "secret", "[b]": "a\u202eb"}]
    async with viewer(tmp_path, json.dumps(rows).encode()) as v:
        reader(v).mask = lambda text: text.replace("secret", "•••")
        await v.press("vertical_line")
        assert "[/api]" in v.rows[3]
        assert "␛]0;t␇" in v.rows[3]
        assert "•••" in v.rows[3]
        assert "secret" not in v.text
        assert "\u202e" not in v.text
        assert "[b]" in v.rows[1]


async def test_an_answer_that_comes_while_the_table_is_put_in_is_not_shown_as_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with viewer(tmp_path, BODY) as v:
        shown, mount = reader(v), BodyReader.mount

        def mount_and_answer(*widgets: Widget, **options: Any) -> AwaitMount:
            shown.show(b'{"other":[{"id":1},{"id":2}]}', "", str)
            return mount(shown, *widgets, **options)

        monkeypatch.setattr(shown, "mount", mount_and_answer)
        await v.press("vertical_line")
        await until_idle(v)
        assert shown.table is None


async def test_that_a_body_has_no_table_is_found_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    searched: list[object] = []

    def search(index: JsonIndex) -> int:
        searched.append(index)
        return best_array(index)

    monkeypatch.setattr("weda_tui.tui.bodies.table.mode.best_array", search)
    keys = {f"key{n}": {"v": n} for n in range(500)}
    async with viewer(tmp_path, json.dumps(keys).encode()) as v:
        assert len(searched) == 1
        await v.press("down", "z", "escape", "pagedown")
        assert len(searched) == 1
        assert reader(v).table_mode.best_array == -1


async def test_rows_of_one_field_are_a_table_with_all_that_a_table_does(
    tmp_path: Path, subtests: pytest.Subtests
):
    async with viewer(tmp_path, b"{}") as v:
        for name, value in {"a": "甲", "b": 7, "c": "很长的一个值" * 40, "d": {"a": 1}}.items():
            with subtests.test(name=name):
                rows = [{"only": value}, {"only": "z"}, {}]
                reader(v).show(json.dumps({name: rows}, ensure_ascii=False).encode(), "", str)
                await v.press("vertical_line")
                assert v.rows[1].split() == ["#", "only"]
                assert column(v) == ["1", "2", "3"]
                assert v.rows[5].split()[-1] == "-", "a row without the field"
                await v.press("left", "right", "right", "o", "o", "down")
                assert part(v).rows.selected_column == "only"
                await v.press("slash", "z")
                assert column(v) == ["2"]
                await v.press("escape", "c", "enter", "escape")
                assert "only" in v.rows[1], "its one column stays"
                await v.press("x", "escape", "vertical_line")
                assert reader(v).table is None
