import msgspec
import pytest

from tests.core.recordings import EXPIRED, NOW, cancelled, record
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import Delivery
from weda_tui.core.history.entry import HistoryRecord, ReplayLack
from weda_tui.core.history.last_success import Aspect, ChangedPart, LastSuccess, SinceChange
from weda_tui.i18n.phrases.history import (
    day_words,
    outcome_words,
    reason_words,
    recent_words,
    replay_words,
    when_words,
)
from weda_tui.i18n.phrases.last_success import change_words, same_words, title_words
from weda_tui.i18n.strings import EN, ZH, Strings

DAY = 86400


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (NOW, "今天", "today"),
        (NOW - DAY, "昨天", "yesterday"),
        (NOW - 5 * DAY, "11 月 20 日", "11-20"),
        (NOW - 400 * DAY, "2025-10-21", "2025-10-21"),
    ],
)
def test_days(at: float, zh: str, en: str) -> None:
    assert (day_words(at, NOW, ZH), day_words(at, NOW, EN)) == (zh, en)


@pytest.mark.parametrize(
    ("beside", "zh", "en"),
    [
        (NOW + 5, "今天 09:42:18", "today 09:42:18"),
        (NOW + 60, "今天 09:42", "today 09:42"),
        (NOW - DAY, "今天 09:42", "today 09:42"),
    ],
)
def test_seconds_tell_moments_of_one_minute_apart(beside: float, zh: str, en: str) -> None:
    assert when_words(NOW, beside, NOW, ZH) == zh
    assert when_words(NOW, beside, NOW, EN) == en


def test_a_moment_in_few_cells() -> None:
    for at, zh, en in [
        (NOW, "09:42", "09:42"),
        (NOW - DAY, "昨天", "yesterday"),
        (NOW - 2 * DAY, "周一", "Mon"),
        (NOW - 3 * DAY, "上周", "last week"),
        (NOW - 12 * DAY, "11-13", "11-13"),
        (NOW - 400 * DAY, "2025-10", "2025-10"),
        (NOW + DAY, "11-26", "11-26"),
    ]:
        assert (recent_words(at, NOW, ZH), recent_words(at, NOW, EN)) == (zh, en), at


@pytest.mark.parametrize(
    ("kept", "zh"),
    [
        (record(), ""),
        (record(EXPIRED), "INVALID_ACCESS_TOKEN  jwt expired"),
        (cancelled(), "1.2 s 后取消"),
        (record('[{"cloudObjectId": "a"}, {"code": "X", "message": "no"}]'), "2 个中有 1 个失败"),
        (record("plain"), "200，正文格式未知"),
    ],
)
def test_reasons(kept: HistoryRecord, zh: str) -> None:
    assert reason_words(kept.entry, ZH) == zh


def test_a_call_without_an_answer_says_why() -> None:
    assert reason_words(record(None).entry, ZH).startswith("未发送：")
    assert reason_words(record(None).entry, EN).startswith("not sent: ")


@pytest.mark.parametrize("delivery", list(Delivery))
def test_a_call_without_a_token_never_left_however_the_token_call_ended(delivery: Delivery) -> None:
    entry = record(None).entry
    assert entry.problem is not None
    problem = msgspec.structs.replace(entry.problem, delivery=delivery)
    unsent = msgspec.structs.replace(entry, problem=problem, url="")
    assert reason_words(unsent, ZH).startswith("未发送，未获取到令牌：")
    assert reason_words(unsent, EN).startswith("not sent, no token: ")


@pytest.mark.parametrize(
    ("delivery", "zh", "en"),
    [
        (Delivery.SENT, "可能已执行：", "possibly executed: "),
        (Delivery.ANSWERED, "weda.example.cn:443 上没有服务在监听", "Nothing is listening"),
    ],
)
def test_a_call_that_left_is_not_said_to_be_unsent(delivery: Delivery, zh: str, en: str) -> None:
    entry = record(None).entry
    assert entry.problem is not None
    problem = msgspec.structs.replace(entry.problem, delivery=delivery)
    left = msgspec.structs.replace(entry, problem=problem)
    assert reason_words(left, ZH).startswith(zh)
    assert reason_words(left, EN).startswith(en)


def test_what_an_ending_amounts_to() -> None:
    listed = record('{"data": {"records": [{}, {}], "total": 2}}').entry
    assert outcome_words(listed, ZH) == "2 条"
    assert outcome_words(record(EXPIRED).entry, ZH) == "INVALID_ACCESS_TOKEN"


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("lack", list(ReplayLack))
def test_every_refusal_to_send_again_has_words(lack: ReplayLack, strings: Strings) -> None:
    words = replay_words(lack, record().entry, strings)
    assert words.what
    assert words.hint
    assert "{" not in words.what + words.hint


def said(*changes: SinceChange, strings: Strings = ZH) -> list[str]:
    return change_words(LastSuccess(record().entry, (), changes), strings)


def test_what_changed_since_it_worked() -> None:
    fields = Aspect.PARAMETERS
    assert said(
        SinceChange(fields, ChangedPart.FIELD, "TaskStatus", "1", "2"),
        SinceChange(fields, ChangedPart.FIELD, "PageSize", "", "10"),
        SinceChange(fields, ChangedPart.HEADER, "X-A", "1", ""),
        SinceChange(Aspect.ENV_TYPE, ChangedPart.WHOLE, "", "dev", "prod"),
        SinceChange(Aspect.TOKEN, ChangedPart.PAST_END, after=str(NOW + 506)),
    ) == [
        "TaskStatus  1 → 2",
        "PageSize  新增 10",
        "X-A  已移除，原为 1",
        "环境类型  dev → prod",
        "按服务器时间，令牌已于 09:50:44 到期",
    ]
    kinds = (TokenKind.KEY.value, TokenKind.USER.value)
    assert said(SinceChange(Aspect.TOKEN, ChangedPart.KIND, "", *kinds)) == [
        "令牌  密钥令牌 → 用户令牌"
    ]
    assert said(SinceChange(Aspect.CLOCK, ChangedPart.WHOLE, "", "0", "307")) == [
        "时钟  准确 → 慢 5m07s"
    ]
    assert said(SinceChange(Aspect.CLOCK, ChangedPart.WHOLE, "", "-61", "0"), strings=EN) == [
        "clock  1m01s fast → correct"
    ]
    assert said(SinceChange(fields, ChangedPart.BODY)) == ["请求体不同"]


def test_many_changes_are_counted() -> None:
    many = [SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, f"f{n}", "1", "2") for n in range(9)]
    assert said(*many)[-1] == "另有 4 处，按 = 比较"


def test_what_is_equal_and_when_it_worked() -> None:
    compared = LastSuccess(record(at=NOW - DAY).entry, (Aspect.HOST, Aspect.TOKEN), ())
    assert title_words(compared, NOW, ZH) == "上次成功 昨天 09:42，与本次相比"
    assert same_words(compared, ZH) == "地址、令牌"
    assert same_words(compared, EN) == "address, token"
