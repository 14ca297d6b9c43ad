"""The viewer as an app: reading, searching, folding, other forms, and its appearance."""

import json
import os
import re
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pytest
from textual.pilot import Pilot

from tests.tui.steady import hold
from weda_tui.core.bodies.document import Document
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.json import index as json_index
from weda_tui.core.json.lexing import Lexed
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.store import bodies as body_files
from weda_tui.store.bodies import FileBody
from weda_tui.store.paths import Paths
from weda_tui.tui.app import WedaApp
from weda_tui.tui.bodies import document_view
from weda_tui.tui.bodies.header_view import remark_lines
from weda_tui.tui.bodies.path_filter import PathFilter
from weda_tui.tui.bodies.search import SearchBar
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.viewer import view_app
from weda_tui.tui.widgets.drawing import highlighting as markup_runs

GOLDEN = Path(__file__).parent / "golden"
IS_UPDATE = bool(os.environ.get("WEDA_TUI_UPDATE_GOLDEN"))


@cache
def records() -> bytes:
    """Return a body of megabytes."""
    titles = ("服务器采购框架", "华东数据中心机柜租赁", "园区门禁维保")
    each = [
        {
            "_id": f"66f0c1a2e4b0a{number:04d}",
            "title": titles[number % 3],
            "amount": 1000.5,
            "approver": {"name": "周明远", "level": 2},
            "cc": ["周明慧", "林岚"],
        }
        for number in range(12_000)
    ]
    data = {"data": {"records": each, "total": 12_000}}
    return json.dumps(data, ensure_ascii=False).encode()


class Viewer:
    """A running viewer."""

    def __init__(self, app: WedaApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def rows(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@asynccontextmanager
async def viewer(
    folder: Path,
    body: bytes | FileBody,
    name: str = "answer.json",
    size: tuple[int, int] = (100, 36),
    language: Language = "zh",
) -> AsyncGenerator[Viewer]:
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    app = view_app(Session(paths, environ={}, use_keyring=False), language, (name, body))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Viewer(app, pilot)


async def test_esc_at_the_top_says_how_to_leave_and_q_does(tmp_path: Path):
    async with viewer(tmp_path, b'{"a":1}') as v:
        await v.press("slash", *"q", "escape", "escape")
        assert v.app.is_running
        assert "q 或 Ctrl+Q 退出" not in v.rows[-1]
        await v.press("escape")
        assert "q 或 Ctrl+Q 退出   F1 帮助" in v.rows[-1]
        await v.press("q")
        assert v.app.return_code == 0
        assert not v.app.is_running


async def test_a_body_is_read_and_left(tmp_path: Path):
    async with viewer(tmp_path, b'{"a":{"b":[1,2]}}') as v:
        assert "answer.json" in v.rows[0]
        assert "UTF-8 · JSON" in v.rows[0]
        await v.press("down", "down", "down")
        assert v.rows[1].strip().startswith("a › b › [0]")
        assert "第 4 行" in v.rows[1]
        await v.press("f1")
        assert "折叠" in v.text
        await v.press("escape", "ctrl+q")
        assert v.app.return_value == 0


async def test_times_and_escapes_are_told_and_nothing_of_a_call(tmp_path: Path):
    body = rb'{"at":1795483338000,"name":"\u4e2d","TaskStatus":1}'
    async with viewer(tmp_path, body) as v:
        rows = [row.strip() for row in v.rows]
        assert '2     "at": 1795483338000,  = 2026-11-24 09:22:18' in rows
        assert r'3     "name": "\u4e2d",  = 中' in rows
        assert '4     "TaskStatus": 1' in rows
        await v.press("u")
        assert '3     "name": "中",' in [row.strip() for row in v.rows]
        assert "转义已解码" in v.rows[0]


async def test_markup_is_shown_at_once_and_coloured_when_that_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    loading = threading.Event()
    load = markup_runs.load_markup
    monkeypatch.setattr(markup_runs, "_loaded", [])
    monkeypatch.setattr(document_view, "load_markup", lambda: (hold(loading), load()))
    async with viewer(tmp_path, b'<?xml version="1.0"?><a href="x">text</a>') as v:
        body = v.app.screen.query_one("#body", BodyView)
        assert {run.role for run in body.row(0, 80).left[4:]} == {"text"}
        loading.set()
        await v.app.workers.wait_for_complete()
        assert "key" in {run.role for run in body.row(0, 80).left[4:]}


async def test_search_with_its_options(tmp_path: Path):
    body = b'{"name":"Name","x":["NAME","other"],"other":"n4me"}'
    async with viewer(tmp_path, body) as v:
        await v.press("slash", *"name")
        assert "1 / 3" in v.text
        await v.press("tab", "space")
        assert "[✓] 大小写" in v.text
        assert "1 / 1" in v.text
        await v.press("space", "right", "enter")
        assert "[✓] 正则" in v.text
        await v.press("shift+tab", *["backspace"] * 4, *"n.me")
        assert "1 / 4" in v.text
        await v.press("tab", "right", "space")
        assert "[✓] 仅键名" in v.text
        assert "1 / 1" in v.text
        await v.press("right", "space")
        assert "1 / 3" in v.text
        await v.press("shift+tab", *"n.me(")
        assert "正则表达式的第 5 个字符有误" in v.text
        await v.press("escape", "escape")
        assert "[✓]" not in v.text


async def test_the_keys_below_are_those_of_where_the_focus_is(tmp_path: Path):
    async with viewer(tmp_path, b'{"name":"name","other":"name"}') as v:
        await v.press("slash", *"name")
        assert "Enter 下一处" in v.rows[-1]
        await v.press("escape", "n")
        assert "n 下一处   N 上一处" in v.rows[-1]
        assert "2 / 3" in v.text


async def test_a_pattern_with_too_much_to_try_is_given_up_and_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(SearchBar, "tried_for", 0.05)
    async with viewer(tmp_path, json.dumps(["a" * 60 + "!"] * 40).encode()) as v:
        await v.press("slash", "tab", "right", "space", "shift+tab", *"(a|aa)+!")
        assert "1 / 40" in v.text
        await v.press("backspace", "dollar_sign")
        await v.app.workers.wait_for_complete()
        await v.pilot.pause()
        assert "已停止：请改写" in v.text
        await v.press("escape", "down")
        assert v.app.focused is not None
        assert v.app.focused.id == "body"


async def test_a_line_is_gone_to(tmp_path: Path):
    async with viewer(tmp_path, records()) as v:
        await v.press("colon", *"1,234", "enter")
        assert re.search(r"› +1,234 ", v.text)
        await v.press("：", *"50%", "enter")
        assert " 50 %" in v.rows[1]
        await v.press("colon", *"999999999", "enter")
        assert "最后一行是" in v.rows[-1]
        await v.press("escape")
        assert v.app.focused is not None
        assert v.app.focused.id == "body"


async def test_letters_go_to_the_first_and_the_last_line(tmp_path: Path):
    async with viewer(tmp_path, records()) as v:
        await v.app.workers.wait_for_complete()
        await v.press("G")
        assert any(row.lstrip().startswith("›") and row.endswith("}") for row in v.rows)
        assert " 100 %" in v.rows[1]
        await v.press("g")
        assert re.search(r"› +1 ", v.text)


async def test_what_a_fold_hides_is_found(tmp_path: Path):
    async with viewer(tmp_path, b'{"a":{"b":{"c":"deep"}},"z":1}') as v:
        await v.press("z", "z")
        assert "deep" not in v.rows[3]
        assert len([row for row in v.rows if "▸" in row]) == 1
        await v.press("slash", *"deep", "enter")
        assert '"c": "deep"' in v.text
        await v.press("escape", "z", "0")
        assert "▸" not in v.text


async def test_a_very_long_array_folds_into_ranges_that_are_drawn_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    body = b"[" + b",".join(b"%d" % number for number in range(60_000)) + b"]"
    async with viewer(tmp_path, body) as v:
        await v.app.workers.wait_for_complete()
        await v.press("home", "left")
        await v.app.workers.wait_for_complete()
        await v.pilot.pause()
        assert len([row for row in v.rows if "▸" in row]) >= 30
        read = list[int]()
        lex = json_index.lex

        def counted(data: bytes, depth: int, *, is_last: bool = True) -> Lexed:
            read.append(depth)
            return lex(data, depth, is_last=is_last)

        monkeypatch.setattr(json_index, "lex", counted)
        await v.press("pagedown")
        assert "[31,000 … 31,999]" in v.text
        assert len(read) < 5


async def test_a_body_that_begins_with_megabytes_of_a_string_is_shown_once_it_is_read(
    tmp_path: Path,
):
    body = b'{"big":"' + b"\\u4e2d" * 500_000 + b'","a":[1,2]}'
    document = Document(body)
    assert document.index.line_count == 0
    assert not remark_lines(document, 80, strings_for("zh")), "it is not empty"
    async with viewer(tmp_path, body) as v:
        await v.app.workers.wait_for_complete()
        await v.pilot.pause()
        assert '2     "big": "\\u4e2d\\u4e2d' in v.text
        assert '3 ▾   "a": [' in v.text


async def test_siblings_fold_together(tmp_path: Path):
    async with viewer(tmp_path, b'[{"a":1},{"a":2},{"a":3}]') as v:
        await v.press("down", "z", "s")
        assert len([row for row in v.rows if "▸" in row]) == 3
        await v.press("z", "u")
        assert len([row for row in v.rows if "▸" in row]) == 0


async def test_the_same_bytes_in_other_forms_and_charsets(tmp_path: Path):
    async with viewer(tmp_path, '{"名":[1, 2]}'.encode("gbk")) as v:
        assert '"名": [' in v.text
        await v.press("t", "2")
        assert '{"名":[1, 2]}' in v.text
        assert "原样" in v.rows[0]
        await v.press("t", "3")
        assert "00000000  7b 22 c3 fb" in v.text
        await v.press("t", "1")
        assert '"名": [' in v.text
        await v.press("E", "7")
        assert '"Ãû": [' in v.text
        await v.press("E", "2")
        assert '"名": [' in v.text
        assert "GB18030" in v.rows[0]


class Unseen(bytes):
    """Bytes whose ``repr`` must not be used: for megabytes it would block the event loop."""

    def __repr__(self) -> str:
        seen.append("written out")
        return ""


seen: list[str] = []


async def test_a_body_is_not_written_out_to_open_it_anew(tmp_path: Path):
    seen.clear()
    async with viewer(tmp_path, Unseen('{"名":[1, 2]}'.encode("gbk") + b" " * 70_000)) as v:
        await v.app.workers.wait_for_complete()
        await v.press("E", "2")
        await v.app.workers.wait_for_complete()
        await v.pilot.pause()
        assert '"名": [' in v.text
    assert seen == []


async def test_the_path_and_the_value_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    async with viewer(tmp_path, b'{"a b":[1.10,{"x":1893450276618240001}]}') as v:
        await v.press("down", "down", "Y")
        assert v.app.clipboard == '$["a b"][0]'
        await v.press("y")
        assert v.app.clipboard == "1.10"
        await v.press("down", "y")
        assert v.app.clipboard == '{"x":1893450276618240001}'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "正文为空"),
        (b'{"a":1,}', "第 1 行第 8 列起不是 JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20", "PNG 图片，16 × 32"),
        (bytes(range(20)) * 20, "不是文本，400 B"),
        (b"[" * 5000 + b"]" * 5000, "JSON"),
        (b'{"cut":"in the mid', "起不是 JSON"),
        (b'["\\ud800", "\x7f"]', '"\\ud800"'),
        (b"\x1f\x8b\x08\x00cut gzip\x00\x00\x01", "不是文本"),
    ],
)
async def test_an_odd_body_is_shown_and_said_what_it_is(tmp_path: Path, body: bytes, said: str):
    async with viewer(tmp_path, body) as v:
        assert said in v.text
        await v.press("end", "left", "right", "enter", "home", "shift+right", "pagedown")
        assert said in v.text or "shift" not in v.text


async def test_a_large_file_is_shown_from_its_beginning_while_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file, may_copy = tmp_path / "large.json", threading.Event()
    file.write_bytes(json.dumps([{"n": number} for number in range(100_000)]).encode())
    opened = body_files.open_new

    def open_late(folder: Path) -> BinaryIO:
        hold(may_copy)
        return opened(folder)

    monkeypatch.setattr(body_files, "open_new", open_late)
    async with viewer(tmp_path, FileBody(file, 2**20, tmp_path)) as v:
        assert '"n": 1' in v.text
        assert "~ 读取 1.3 MB" in v.rows[0]
        await v.press("G")
        assert "尚未读到末尾，读到后自动跳转" in v.rows[-1]
        may_copy.set()
        while "JSON" not in v.rows[0]:
            await v.pilot.pause(0.02)
        assert v.app.screen.query_one(BodyView).line == 300_001


async def test_a_large_file_that_cannot_be_copied_says_why(tmp_path: Path):
    file, folder = tmp_path / "large.json", tmp_path / "no-folder"
    file.write_bytes(b"[" + b"1," * 2**20 + b"1]")
    folder.write_text("")
    async with viewer(tmp_path, FileBody(file, 2**20, folder)) as v:
        assert "不完整：仅收到 256.0 KB" in v.rows[0]
        assert "✗ 无法写入" in v.rows[-1]
        assert "[" in v.rows[2]


SHOTS = {
    "folding": ["down", "down", "left", "down", "down", "right", "down", "left", "down", "down"],
    "search": ["slash", *"周明", "enter", "enter"],
    "path": ["dollar_sign", *"data.records[9:12].title"],
}
SIZES = ((160, 48), (80, 24))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        *((name, SIZES) for name in ("folding", "path", "odd")),
        *(("search", (size,)) for size in SIZES),  # a resized viewer keeps the match elsewhere
    ],
)
async def test_the_viewer_looks_as_it_did(
    tmp_path: Path,
    name: str,
    sizes: tuple[tuple[int, int], ...],
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
):
    monkeypatch.setattr(PathFilter, "pause", 0.0)
    odd = ("<b>不是 JSON\x1b[31m\u202e</b>\n" + '{"a": 1,}\n' * 3 + "长" * 200).encode("gb18030")
    body = odd if name == "odd" else records()
    async with viewer(tmp_path, body, f"{name}.json", sizes[0], language) as v:
        for key in SHOTS.get(name, ["down"]):
            await v.press(key)  # where a match is shown depends on the layout before the key
        for width, height in sizes:
            await v.pilot.resize_terminal(width, height)
            path = GOLDEN / f"view-{name}-{width}x{height}-{language}.txt"
            with subtests.test(path.stem):
                if IS_UPDATE:
                    path.write_text("\n".join(v.rows) + "\n", encoding="utf-8")
                assert v.rows == path.read_text(encoding="utf-8").split("\n")[:-1]
