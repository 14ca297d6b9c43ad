"""The viewer compared with a TextArea and with preformatted lines, on the same JSON.

Each figure is measured in a separate process in a pseudo terminal; one run measures all widgets in
turn.
"""

import json
import re
import statistics
import sys
from pathlib import Path

import msgspec
import pytest

from tests.bench.measure import percentile, resident_bytes
from tests.bench.programs import COLUMNS, ROWS
from tests.journeys.keyboard import key_sequence
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.bench

MIB = 2**20
KEYS = 40
RUNS = 3
FIRST_PAINT, WHOLE, SETTLED, SETTLED_EARLY, SEARCH = 0.100, 3.0, 0.033, 0.070, 1.0
"""The goals in seconds for a body of 100 MB."""
LOOP = 0.016
"""The maximum blocking of the event loop in seconds, where the machine itself reaches it."""
INDEPENDENT = 1.3
"""The maximum time for a page of a 100 MB body, as a multiple of the time for 1 MB."""
MOST_MEMORY = 1.5
"""The maximum memory above an app without a body, as a multiple of the body's size."""


class Figures(msgspec.Struct, kw_only=True):
    """The measurements of one process, in seconds and bytes."""

    first_paint: float
    early: list[float]
    whole: float
    loop: float
    pages: list[float]
    downs: list[float]
    end: float
    search: float = 0.0
    bare: int
    resident: int


def make_body(path: Path, size: int) -> Path:
    """Write a body with the records of a data model's list."""
    record = {
        "contractNo": "HT-2026-0482913",
        "title": "华东数据中心机柜租赁",
        "amount": 2936.2338044843,
        "instanceId": 1893450276618240113,
        "signedAt": 1795483338000,
        "ext": '{"dept":"\\u91c7"}',
        "approver": {"userId": "1500000000000000017", "level": 2, "name": "周明远"},
        "cc": ["周明慧", "林岚"],
    }
    one = len(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()) + 22
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"data":{"records":[')
        for number in range(size // one):
            named = {"_id": f"66f0c1{number:07d}", **record}
            text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
            stream.write(("," if number else "") + text)
        stream.write(f'],"total":{size // one}}},"requestId":"bench"}}')
    return path


def press(terminal: Terminal, key: str, quiet: float = 0.1) -> float:
    """Return the seconds from a key to the last output before a pause of ``quiet`` seconds."""
    terminal.type(key_sequence(key))
    terminal.settle(quiet)
    assert terminal.painted_at > terminal.sent_at, f"nothing drawn in {quiet} s for {key}"
    return terminal.painted_at - terminal.sent_at


def measure(
    kind: str, file: Path, *, keys: int = KEYS, timeout: float = 120, quiet: float = 0.1
) -> Figures:
    """Show a file in a separate process and return the measurements."""
    command = (sys.executable, "-m", "tests.bench.body_app", kind, str(file))
    fast = {"TEXTUAL_FPS": "120"}  # as the program itself sets it
    with Terminal(command, columns=COLUMNS, rows=ROWS, env=fast) as terminal:
        terminal.wait_for("ready", timeout)
        terminal.settle(0.3)
        bare = resident_bytes(terminal.pid)
        terminal.type("\x07")
        terminal.wait_for_output("contractNo", timeout)
        first_paint = terminal.painted_at - terminal.sent_at
        early = [press(terminal, "pagedown") for _ in range(6)] if kind == "ours" else []
        said = terminal.wait_for(r"whole (\d+) ms, loop ([\d.]+) ms", timeout)
        whole = int(said[1]) / 1000
        pages = [press(terminal, "pagedown", quiet) for _ in range(keys)]
        downs = [press(terminal, "down", quiet) for _ in range(keys)]
        end = press(terminal, "end", quiet) if kind != "textarea" else 0.0
        resident = resident_bytes(terminal.pid)
        search = _search(terminal) if kind == "ours" else 0.0
        said = terminal.wait_for(r"whole (\d+) ms, loop ([\d.]+) ms", timeout)
        return Figures(
            first_paint=first_paint, early=early, whole=whole, loop=float(said[2]) / 1000,
            pages=pages, downs=downs, end=end, search=search, bare=bare, resident=resident,
        )  # fmt: skip


def _search(terminal: Terminal) -> float:
    """Return the seconds until a search has counted all occurrences up to the end of the body."""
    terminal.press("/")
    terminal.type("66f0c1000000")
    terminal.wait_for_output(" / 10", 30)
    return terminal.painted_at - terminal.sent_at


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("bodies")
    return {size: make_body(folder / f"{size}.json", size * MIB) for size in (1, 10, 100)}


def row(name: str, all_figures: list[Figures], size: int) -> str:
    """Return the medians of several processes as a row of a table."""

    def median(values: list[float]) -> float:
        return 1000 * statistics.median(values)

    pages = [page for each in all_figures for page in each.pages]
    downs = [down for each in all_figures for down in each.downs]
    early = [page for each in all_figures for page in each.early] or [0.0]
    memory = statistics.median(each.resident - each.bare for each in all_figures) / (size * MIB)
    return (
        f"{name:20} {median([f.first_paint for f in all_figures]):9.0f}"
        f" {median([f.whole for f in all_figures]):9.0f}"
        f" {1000 * percentile(pages, 50):7.1f} {1000 * percentile(pages, 95):7.1f}"
        f" {1000 * percentile(downs, 95):7.1f} {1000 * percentile(early, 95):7.1f}"
        f" {median([f.end for f in all_figures]):7.1f}"
        f" {median([f.search for f in all_figures]):8.0f}"
        f" {1000 * max(f.loop for f in all_figures):7.1f} {memory:8.2f}"
    )


HEADER = (
    f"{'milliseconds':20} {'1st paint':>9} {'whole':>9} {'pg p50':>7} {'pg p95':>7} {'dn p95':>7}"
    f" {'early':>7} {'end':>7} {'search':>8} {'loop':>7} {'memory':>8}"
)


def test_beside_a_text_area_and_bare_lines(bodies: dict[int, Path]) -> None:
    ours: dict[int, list[Figures]] = {1: [], 10: [], 100: []}
    peers: dict[str, list[Figures]] = {"textarea 1": [], "textarea 10": [], "lines 100": []}
    for _ in range(RUNS):
        for size, figures in ours.items():
            figures.append(measure("ours", bodies[size]))
        peers["textarea 1"].append(measure("textarea", bodies[1], keys=5, quiet=1.0))
        peers["lines 100"].append(measure("lines", bodies[100]))
    peers["textarea 10"].append(measure("textarea", bodies[10], keys=2, timeout=400, quiet=6.0))
    print("", HEADER, sep="\n")
    for size, figures in ours.items():
        print(row(f"weda-tui {size} MB", figures, size))
    for name, figures in peers.items():
        print(row(f"{name} MB", figures, int(re.findall(r"\d+", name)[0])))
    large = ours[100]
    pages = {size: [page for each in ours[size] for page in each.pages] for size in ours}
    assert statistics.median(each.first_paint for each in large) <= FIRST_PAINT
    assert statistics.median(each.whole for each in large) <= WHOLE
    assert percentile(pages[100], 95) <= SETTLED
    assert percentile([page for each in large for page in each.early], 95) <= SETTLED_EARLY
    assert percentile(pages[100], 50) <= INDEPENDENT * percentile(pages[1], 50)
    assert statistics.median(each.search for each in large) <= SEARCH
    quietest = min(each.loop for each in peers["lines 100"])
    assert min(each.loop for each in large) <= max(LOOP, 1.5 * quietest)
    assert all(each.resident - each.bare <= (MOST_MEMORY - 1) * 100 * MIB for each in large)
