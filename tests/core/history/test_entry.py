import msgspec

from tests.core.recordings import environment, record
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.route import route_of
from weda_tui.core.history.entry import (
    FAILURES,
    HistoryQuery,
    HistoryRecord,
    ReplayLack,
    SendEnding,
    find_replay_lack,
    read_query,
)
from weda_tui.i18n.phrases.history import SPOKEN_MARKS


def test_what_is_typed_becomes_a_query() -> None:
    for text, query in [
        ("", HistoryQuery()),
        ("  审批  INVALID ", HistoryQuery(words=("审批", "INVALID"))),
        ("✗ 审批", HistoryQuery(words=("审批",), marks=FAILURES)),
        ("失败 审批", HistoryQuery(words=("审批",), marks=FAILURES)),
        ("fail", HistoryQuery(marks=FAILURES)),
        ("Failed", HistoryQuery(marks=FAILURES)),
        ("FailedOperation", HistoryQuery(words=("FailedOperation",))),
        ("成功", HistoryQuery(marks=(SendEnding.OK,))),
        ("OK", HistoryQuery(marks=(SendEnding.OK,))),
        ("✓", HistoryQuery(marks=(SendEnding.OK,))),
        ("@总部 @prod x", HistoryQuery(words=("x",), environment="总部", env_type="prod")),
        ("＠hq", HistoryQuery(environment="hq")),
        ("@", HistoryQuery()),
        ("@agent ✗ x", HistoryQuery(words=("x",), marks=FAILURES, is_by_agent=True)),
        ("@智能体 @prod", HistoryQuery(env_type="prod", is_by_agent=True)),
    ]:
        assert read_query(text, ("总部", "hq"), SPOKEN_MARKS) == query, text


def test_an_environment_that_is_called_agent_is_meant() -> None:
    assert read_query("@agent", ("agent",)) == HistoryQuery(environment="agent")


def fingerprint_of(place: Environment) -> str:
    return route_of(place).fingerprint


def test_a_replay_goes_where_it_went_or_nowhere() -> None:
    kept = record()
    here = environment()

    def lack(*known: Environment) -> ReplayLack | None:
        return find_replay_lack(kept, known, fingerprint_of, knows_endpoint=True)

    assert lack(here) is None
    assert lack() is ReplayLack.ENVIRONMENT_GONE
    assert lack(environment("分部")) is ReplayLack.ENVIRONMENT_GONE
    assert lack(environment(host="https://other.example.cn")) is ReplayLack.HOST_CHANGED
    only_prod = msgspec.structs.replace(here, env_types=here.env_types[:1])
    assert lack(only_prod) is ReplayLack.ENV_TYPE_GONE
    assert (
        find_replay_lack(kept, (here,), fingerprint_of, knows_endpoint=False)
        is ReplayLack.ENDPOINT_GONE
    )


def test_a_replay_goes_over_the_route_it_went_over() -> None:
    here = environment()
    proxied = msgspec.structs.replace(here, proxy="http://proxy.example.cn:8080")
    kept = record(route=fingerprint_of(here))

    def lack(kept: HistoryRecord, known: Environment) -> ReplayLack | None:
        return find_replay_lack(kept, (known,), fingerprint_of, knows_endpoint=True)

    assert lack(kept, here) is None
    assert lack(kept, proxied) is ReplayLack.ROUTE_CHANGED
    assert lack(record(), proxied) is None, "it is not known over which one an older entry went"


def test_what_was_not_kept_whole_is_not_sent_again() -> None:
    long = record(body="x" * 2000, largest=1000)
    here = (environment(),)
    lack = find_replay_lack(long, here, fingerprint_of, knows_endpoint=True)
    assert lack is ReplayLack.BODY_CUT
    secret = record(body='{"a": "s3cret-value"}', secrets=("s3cret-value",))
    lack = find_replay_lack(secret, here, fingerprint_of, knows_endpoint=True)
    assert lack is ReplayLack.SECRET_NOT_KEPT
