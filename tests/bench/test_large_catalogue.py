"""10,000 endpoints of one imported document in addition to the bundled endpoints."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.bench.large_catalogue import large_document
from tests.bench.measure import Comparison, alternate, print_table
from tests.tui.host import hosted
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import search
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.resolved_call import find_target
from weda_tui.formats.openapi.read import open_openapi
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.catalogue.endpoint_tree import TreeRows

pytestmark = pytest.mark.bench

CALLS = 10_000
PAIRS = 5
KEY_GOAL, TREE_GOAL = 30.0, 100.0
"""The maximum milliseconds for a key, and for building the tree after the document is loaded."""
MEMORY_GOAL = 60.0
"""The maximum memory in MiB above that of the bundled catalogue."""
SCAN_GOAL = 8.0
"""The maximum time of a search, as a multiple of a plain scan for the letters without ranking."""
QUERIES = (
    "审批人列表",
    "cxsprlb",
    "update stock record 77",
    "PageSize55",
    "xyzzyq",
    "ddxx",
    "/crm/v2/prod/order/Get",
    "订单",
)
KEYS = tuple(query[:length] for query in QUERIES for length in range(1, len(query) + 1))


@pytest.fixture(scope="module")
def document() -> bytes:
    return large_document(CALLS)


@pytest.fixture(scope="module")
def catalogue(document: bytes) -> Generator[Catalogue, None, None]:
    module = open_openapi(document, name="crm.json")
    catalogue = Catalogue((*load_bundled_catalogue().modules, module))
    assert catalogue.search_texts
    gc.collect()
    gc.freeze()  # as the program does after its first paint
    yield catalogue
    gc.unfreeze()


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def each_key(work: Callable[[str], object]) -> list[float]:
    """Return the milliseconds of ``work`` for each of ``KEYS``."""
    return [milliseconds(lambda key=key: work(key)) for key in KEYS]


def slowest(rounds: list[list[float]]) -> float:
    """Return the time of the slowest key.

    Each key counts with its best time over all rounds, to exclude other load of the machine.
    """
    return max(min(times) for times in zip(*rounds, strict=True))


def test_a_key_in_the_search_beside_a_plain_scan(catalogue: Catalogue) -> None:
    texts = catalogue.search_texts
    assert len(texts) > CALLS
    assert catalogue.spellings
    assert catalogue.starts
    ours, theirs = alternate(
        lambda: each_key(lambda key: search(catalogue, key)),
        lambda: each_key(lambda key: [text for text in texts if key in text]),
        PAIRS,
    )
    key = Comparison(
        figure="the slowest key", ours=(slowest(ours),), theirs=(slowest(theirs),), goal=SCAN_GOAL
    )
    print_table(f"search, {CALLS} calls, {len(KEYS)} keys (milliseconds)", [key])
    assert slowest(ours) <= KEY_GOAL
    assert key.ratio <= key.goal


async def test_the_tree_opens_and_is_filtered(catalogue: Catalogue) -> None:
    tree = TreeRows(catalogue, id="tree")
    large = catalogue.modules[-1]
    async with hosted(tree, size=(120, 36)) as (_, pilot):
        tree._open |= {large.id, *(f"{large.id}/{group.id}" for group in large.groups)}
        opened = milliseconds(tree.rebuild)
        assert len(tree.nodes) > CALLS
        await pilot.pause()

        def narrow(text: str) -> None:
            tree.filter_text = text
            tree.rebuild(to_best=True)

        key = slowest([each_key(narrow) for _ in range(PAIRS)])
    print(f"\ntree, {CALLS} calls: open {opened:.1f} ms, slowest key {key:.1f} ms")
    assert opened <= TREE_GOAL
    assert key <= KEY_GOAL


def test_what_an_address_calls_is_found_at_every_key(catalogue: Catalogue) -> None:
    environment = Environment(
        name="hq", host="https://weda.example.cn", env_types=(EnvTypeSetting("dev", Guard.NONE),)
    )
    where, endpoint = Target(environment, "dev"), catalogue.get("workflow.StartFlow")
    url = "https://weda.example.cn/crm/v2/dev/order/GetOrder1"
    assert catalogue.templates

    def find() -> None:
        find_target(catalogue, endpoint, "GET", url, where)

    took = min(milliseconds(find) for _ in range(PAIRS))
    print(f"\nfinding the target of an address among {CALLS} paths: {took:.1f} ms")
    assert took <= KEY_GOAL


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read in /proc")
def test_memory_beside_json(document: bytes, tmp_path: Path) -> None:
    file = tmp_path / "crm.json"
    file.write_bytes(document)

    def grown(reader: str) -> float:
        command = (sys.executable, "-m", "tests.bench.loaded_catalogue", reader, str(file))
        done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
        return float(done.stdout)

    ours, theirs = alternate(lambda: grown("ours"), lambda: grown("json"), 2)
    comparison = Comparison(figure="loaded", ours=tuple(ours), theirs=tuple(theirs), goal=1.0)
    print_table(f"memory, a document of {len(document) / 2**20:.1f} MiB (MiB)", [comparison])
    assert max(ours) <= MEMORY_GOAL
    assert comparison.ratio <= comparison.goal
