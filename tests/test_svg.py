import html
import re
from xml.etree import ElementTree as ET

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tests.svg import export_svg, split_by_width

SVG = "{http://www.w3.org/2000/svg}"

ROWS = [
    [("查询审批人列表 GET ✓ 3 条", Style())],
    [("加粗 bold", Style(bold=True)), (" 下划线 under", Style(underline=True))],
    [("反色 reverse", Style(reverse=True)), (" 删除 strike ", Style(strike=True, color="red"))],
    [('a<b & "c" 令牌', Style(color="#8aabd8", bgcolor="#16181c"))],
    [("━━━━─── │ ▸ 全角：，。", Style(dim=True))],
]


class Page(Widget):
    def render_line(self, y: int) -> Strip:
        return Strip([Segment(text, style) for text, style in ROWS[y]] if y < len(ROWS) else [])


class Probe(App[None]):
    def compose(self) -> ComposeResult:
        yield Page()


async def picture() -> str:
    app = Probe()
    async with app.run_test(size=(40, 8)):
        return export_svg(app, "微搭 weda-tui")


def matrix(svg: str) -> list[ET.Element]:
    root = ET.fromstring(svg)  # noqa: S314
    group = next(g for g in root.iter(f"{SVG}g") if g.get("class") == "matrix")
    return list(group.iter(f"{SVG}text"))


async def test_each_run_is_as_wide_as_its_cells() -> None:
    runs = matrix(await picture())
    assert len(runs) > 10
    for run in runs:
        text = run.text or ""
        assert float(run.get("textLength", "0")) == round(cell_len(text) * 12.2, 1)
        assert len({cell_len(character) for character in text}) == 1


async def test_runs_stand_where_the_terminal_has_them() -> None:
    rows: dict[str, str] = {}
    for run in matrix(await picture()):
        y, text = run.get("y", ""), (run.text or "").replace("\N{NO-BREAK SPACE}", " ")
        column = round(float(run.get("x", "0")) / 12.2)
        before = rows.get(y, "")
        rows[y] = before + " " * (column - cell_len(before)) + text
    assert [row.rstrip() for row in rows.values()] == [
        "".join(text for text, _ in row).rstrip() for row in ROWS
    ]


async def test_styles_survive() -> None:
    svg = await picture()
    rules = dict(re.findall(r"\.(r\d+) \{ (.*?) \}", svg))
    drawn = {
        (run.text or "").strip("\N{NO-BREAK SPACE}"): run.get("class", "") for run in matrix(svg)
    }
    assert "font-weight: bold" in rules[drawn["加粗"]]
    assert "text-decoration: underline" in rules[drawn["下划线"]]
    assert "text-decoration: line-through" in rules[drawn["删除"]]
    assert rules[drawn["反色"]] != rules[drawn["查询审批人列表"]]
    assert "#8aabd8" in rules[drawn["令牌"]]


async def test_nothing_outside_is_named_and_fonts_are_ours() -> None:
    svg = await picture()
    addresses = set(re.findall(r"\w+://[^\"'\s)<]+", svg))
    assert addresses == {"http://www.w3.org/2000/svg"}
    families = re.findall(r"font-family: ([^;]*);", svg)
    assert families == ["DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace"] * 2
    assert "微搭" in svg


async def test_every_reference_is_defined_and_two_runs_are_identical() -> None:
    first, second = await picture(), await picture()
    assert first == second
    referred = set(re.findall(r"url\(#([^)]*)\)", first))
    assert referred == set(re.findall(r'id="([^"]*)"', first))
    assert not re.search(r"terminal-\d", first)
    classes = set(re.findall(r'<text class="([^"]*)"', first))
    assert all(f".{name} {{" in html.unescape(first) for name in classes)


def test_runs_are_split_where_widths_meet() -> None:
    assert split_by_width("令牌 71h") == [("令牌", 4), (" 71h", 4)]
    assert split_by_width("e\u0301令") == [("e\u0301", 1), ("令", 2)]
    assert split_by_width("") == []
