"""A workspace of 10,000 saved requests opens like an empty one, and saves and reads at once."""

import statistics
import time
from pathlib import Path

import msgspec
import pytest

from tests.bench.measure import compare_starts, print_table
from tests.bench.programs import weda_tui
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.formats.toml.requests import render_saved_request
from weda_tui.session.collections.service import Collections

pytestmark = pytest.mark.bench

REQUESTS, IN_A_FOLDER = 10_000, 500
PAIRS = 7
BODY = '{\n  "UserInfo": {"UserId": "{{currentUser}}", "Type": 4},\n  "PageSize": 20\n}'
DRAFT = RequestDraft(
    endpoint_id="workflow.ListProcessInstances",
    method="POST",
    url="{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/ListProcessInstances",
    body=BODY,
)


def fill(root: Path) -> None:
    for number in range(REQUESTS):
        folder, name = f"集合 {number // IN_A_FOLDER}", f"请求 {number}"
        request = SavedRequest(path=f"{folder}/{name}", draft=DRAFT)
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / f"{name}.toml").write_text(render_saved_request(request, None))


def milliseconds(times: list[float]) -> float:
    return 1000 * statistics.median(times)


def test_a_large_workspace_opens_as_an_empty_one(tmp_path: Path) -> None:
    full, empty = weda_tui(tmp_path / "full"), weda_tui(tmp_path / "empty")
    fill(tmp_path / "full/workspace/collections")
    goals = {"first_paint": 1.2, "interactive": 1.2, "resident": 1.2}
    comparisons = compare_starts(full, empty, PAIRS, goals)
    print_table("start: 10,000 saved requests beside none (seconds, MiB)", comparisons)
    assert [c.figure for c in comparisons if c.ratio > c.goal] == []


def test_one_is_saved_and_one_is_read_again_at_once(tmp_path: Path) -> None:
    fill(tmp_path)
    collections = Collections(tmp_path, Masker)
    loaded = collections.load("集合 3/请求 1777")
    saves: list[float] = []
    reloads: list[float] = []
    for number in range(50):
        draft = msgspec.structs.replace(DRAFT, body=f'{BODY}\n{{"n": {number}}}')
        request = msgspec.structs.replace(loaded.request, draft=draft)
        begun = time.perf_counter()
        loaded = collections.changes.save(request, loaded.text)
        saves.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        assert collections.text_now(request.path) == loaded.text
        read = collections.load(request.path)
        collections.draft_of(read.request)
        collections.listing(request.folder)
        reloads.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    new = collections.changes.create("新的", "集合 3", DRAFT)
    created = time.perf_counter() - begun
    print(f"save {milliseconds(saves):.1f} ms (goal 20), new {1000 * created:.1f} ms")
    print(f"reload {milliseconds(reloads):.1f} ms (goal 100), all paths {len(collections.paths())}")
    assert new.request.path == "集合 3/新的"
    assert milliseconds(saves) <= 20
    assert milliseconds(reloads) <= 100
