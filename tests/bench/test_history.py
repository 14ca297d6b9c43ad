"""The search in a history of 100,000 entries, compared with plain ``LIKE`` over the same text."""

import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.bench.measure import Comparison, print_table
from tests.core.recordings import EXPIRED, NOW, record
from weda_tui.core.history.entry import FAILURES, HistoryLimits, HistoryQuery, HistoryRecord
from weda_tui.store.history.database import HistoryFile

pytestmark = pytest.mark.bench

ENTRIES = 100_000
LIMIT = 0.050
"""The maximum seconds of a search."""
ROUNDS = 7
FLOWS = ("采购合同审批", "用印申请", "资产领用", "请假", "报销流程")
QUERIES = {
    "a Chinese word in many": HistoryQuery(words=("审批",)),
    "one Chinese character": HistoryQuery(words=("审",)),
    "a Chinese word in few": HistoryQuery(words=("服务器",)),
    "a code": HistoryQuery(words=("INVALID_ACCESS_TOKEN",)),
    "a word in all": HistoryQuery(words=("RequestId",)),
    "a number in one": HistoryQuery(words=("1893450276618299999",)),
    "a word in none": HistoryQuery(words=("GetFlowInstanceTaskz",)),
    "two words": HistoryQuery(words=("审批", "INVALID_ACCESS_TOKEN")),
    "a word and failures": HistoryQuery(words=("审批",), marks=FAILURES),
    "a word and a place without any": HistoryQuery(words=("审批",), environment="nowhere"),
    "failures": HistoryQuery(marks=FAILURES),
    "a place": HistoryQuery(environment="总部", env_type="dev"),
    "a call": HistoryQuery(endpoint_id="workflow.GetFlowInstanceTasks"),
}


def answer(chance: random.Random, number: int) -> str:
    items = [
        {
            "InstanceId": chance.getrandbits(60),
            "FlowName": chance.choice(FLOWS),
            "UserId": chance.getrandbits(60),
            "TaskStatus": 1,
        }
        for _ in range(8)
    ]
    if number % 1000 == 7:
        items.append({"FlowName": "服务器采购框架"})
    if number == 5:
        items.append({"InstanceId": 1893450276618299999})
    response = {"RequestId": f"{chance.getrandbits(128):032x}", "Data": items}
    return msgspec.json.encode({"Response": response}).decode()


def records(start: int, count: int) -> Iterator[HistoryRecord]:
    chance = random.Random(start)  # noqa: S311
    for number in range(start, start + count):
        yield record(EXPIRED if number % 1000 == 11 else answer(chance, number), at=NOW + number)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "history.sqlite3"
    file = HistoryFile(path, HistoryLimits(count=ENTRIES, size=10**10))
    begun = time.perf_counter()
    for start in range(0, ENTRIES, 1000):
        file.add(records(start, 1000), now=NOW)
    while file.index(1000):
        pass
    spent = time.perf_counter() - begun
    print(f"{ENTRIES} entries made, written and indexed: {spent * 1e6 / ENTRIES:.0f} µs each")
    file.close()
    return path


def seconds_of(file: HistoryFile, query: HistoryQuery) -> float:
    begun = time.perf_counter()
    file.find(query)
    return time.perf_counter() - begun


def like_seconds(connection: sqlite3.Connection, word: str) -> float:
    begun = time.perf_counter()
    connection.execute(
        "SELECT id FROM plain WHERE text LIKE ? ORDER BY id DESC LIMIT 500", (f"%{word}%",)
    ).fetchall()
    return time.perf_counter() - begun


def test_every_search_takes_at_most_50_ms(path: Path) -> None:
    file = HistoryFile(path, HistoryLimits(count=ENTRIES, size=10**10))
    slow: list[str] = []
    for name, query in QUERIES.items():
        spent = sorted(seconds_of(file, query) for _ in range(ROUNDS))[ROUNDS // 2]
        print(f"{name:<34} {spent * 1000:7.2f} ms")
        slow += [name] if spent > LIMIT else []
    file.close()
    assert slow == []


def test_beside_plain_like(path: Path, tmp_path: Path) -> None:
    file = HistoryFile(path, HistoryLimits(count=ENTRIES, size=10**10))
    with sqlite3.connect(tmp_path / "plain.sqlite3") as plain:
        plain.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT)")
        plain.execute("ATTACH ? AS kept", (str(path),))
        plain.execute("INSERT INTO plain SELECT rowid, text FROM kept.texts")
        plain.commit()
        ours = [seconds_of(file, QUERIES["a code"]) for _ in range(ROUNDS)]
        theirs = [like_seconds(plain, "INVALID_ACCESS_TOKEN") for _ in range(ROUNDS)]
    plain.close()
    file.close()
    comparison = Comparison(
        figure="a code in 100 entries", ours=tuple(ours), theirs=tuple(theirs), goal=0.2
    )
    print_table("history: ours beside LIKE (seconds)", [comparison])
    assert comparison.ratio <= 0.2
