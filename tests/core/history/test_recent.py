from collections.abc import Sequence

from msgspec.structs import replace

from tests.core.recordings import EXPIRED, record
from weda_tui.core.catalogue.endpoint import Bilingual
from weda_tui.core.history.entry import HistoryEntry
from weda_tui.core.history.recent import MOST_RECENT, RecentSends, recent_sends

SENT = record().entry


def sends(*entries: HistoryEntry) -> RecentSends:
    return recent_sends([replace(each, id=9 - at) for at, each in enumerate(entries)], 1.0)


def found(sent: RecentSends, *words: str) -> Sequence[int]:
    return [each.id for each in sent.find(words)]


def test_what_differs_in_nothing_is_found_once_and_the_newest_stands_for_it() -> None:
    failed = record(EXPIRED).entry
    there = replace(SENT, conditions=replace(SENT.conditions, env_type="prod"))
    saved = replace(SENT, saved="1f0c/审批/本周待办")
    later = replace(SENT, started_at=SENT.started_at + 1)
    assert found(sends(later, failed, SENT, there, failed, saved, saved), "任务") == [9, 8, 6, 4]


def test_what_an_agent_sent_is_apart_and_found_by_the_name_of_the_agent() -> None:
    agents = replace(SENT, agent="Claude-Code")
    assert found(sends(SENT, agents, agents), "任务") == [9, 8]
    assert found(sends(SENT, agents), "claude") == [8]
    assert [each.id for each in sends(agents, SENT, agents).newest] == [9, 8]


def test_there_are_at_most_a_few_and_none_without_a_word() -> None:
    many = sends(*(replace(SENT, endpoint_id=f"a.B{each}") for each in range(9)))
    assert found(many, "任务") == [9, 8, 7, 6, 5]
    assert len(found(many, "任务")) == MOST_RECENT
    assert found(many) == []
    assert found(RecentSends(), "x") == []


def test_each_word_stands_in_the_title_the_action_or_the_target() -> None:
    for words in [
        ("查询流程",),
        ("cxlc",),
        ("liucheng",),
        ("flowinst",),
        ("总部",),
        ("dev", "任务"),
        ("待办",),
        ("审批/",),
    ]:
        sent = sends(replace(SENT, saved="1f0c/审批/本周待办"))
        assert found(sent, *words) == [9], words
        assert found(sent, *words, "xyzzy") == [], words
        assert found(sent, "1f0c") == [], (words, "a workspace is no word")


def test_a_call_of_no_name_is_found_by_its_address() -> None:
    free = replace(SENT, endpoint_id="", title=Bilingual(), url="https://a.cn/odd/path?x=1")
    assert found(sends(free), "get" if free.method == "GET" else "post", "/odd") == [9]
