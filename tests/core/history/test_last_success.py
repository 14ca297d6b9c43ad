import msgspec
import pytest

from tests.core.recordings import EXPIRED, HOST, JSON_TYPE, NOW, environment, record
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.last_success import (
    Aspect,
    ChangedPart,
    SinceChange,
    compare_with_success,
)
from weda_tui.core.tokens.access_token import AccessToken

SERVER_AHEAD = (JSON_TYPE, ("Date", "Wed, 25 Nov 2026 01:47:18 GMT"))
SAME_CLOCK = (JSON_TYPE, ("Date", "Wed, 25 Nov 2026 01:42:18 GMT"))


def token(left: float) -> AccessToken:
    return AccessToken(
        value="t" * 40, issued_at=NOW + left - 7200, lifetime=7200, lifetime_given=True,
        url="", status=200, elapsed=0.1,
    )  # fmt: skip


def changes(before: HistoryRecord, after: HistoryRecord) -> list[SinceChange]:
    return list(compare_with_success(before, after).changes)


def test_nothing_changed() -> None:
    compared = compare_with_success(record(), record(EXPIRED))
    assert compared.changes == ()
    assert compared.same == (Aspect.HOST, Aspect.ENV_TYPE, Aspect.PARAMETERS, Aspect.TOKEN)
    with_clock = compare_with_success(record(headers=SAME_CLOCK), record(headers=SAME_CLOCK))
    assert with_clock.same[-1] is Aspect.CLOCK


def test_a_value_of_the_body_by_its_path() -> None:
    for before, after, expected in [
        ('{"a": 1, "b": {"c": [1, 2]}}', '{"a": 1, "b": {"c": [1, 3]}}', ("b.c[1]", "2", "3")),
        ('{"a": 1}', '{"a": 1, "b": null}', ("b", "", "null")),
        ('{"a": 1, "b": "x"}', '{"a": 1}', ("b", '"x"', "")),
        (
            '{"id": 1893450276618240001}',
            '{"id": 1893450276618240002}',
            ("id", "1893450276618240001", "1893450276618240002"),
        ),
        ('{"id": 1}', '{"id": "1"}', ("id", "1", '"1"')),
        ('{"n": 1.10}', '{"n": 1.1}', ("n", "1.10", "1.1")),
        ("", '{"a": {}}', ("a", "", "{}")),
    ]:
        case = before, after, expected
        assert changes(record(body=before), record(body=after)) == [
            SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, *expected)
        ], case


def test_order_and_layout_of_the_body_are_no_change() -> None:
    assert changes(record(body='{"a":1,"b":2}'), record(body='{ "b": 2, "a": 1 }')) == []


def test_a_body_that_is_no_json_is_another_one() -> None:
    assert changes(record(body="{"), record(body="{}")) == [
        SinceChange(Aspect.PARAMETERS, ChangedPart.BODY)
    ]
    assert changes(record(body="{"), record(body="{")) == []


def test_a_header_and_the_address() -> None:
    before = record()
    draft = msgspec.structs.replace(
        before.draft, url=before.draft.url + "?x=1", headers=(*before.draft.headers, ("X-A", "1"))
    )
    assert changes(before, msgspec.structs.replace(before, draft=draft)) == [
        SinceChange(Aspect.PARAMETERS, ChangedPart.URL, "", before.draft.url, draft.url),
        SinceChange(Aspect.PARAMETERS, ChangedPart.HEADER, "X-A", "", "1"),
    ]


def test_the_place() -> None:
    other = "https://other.example.cn"
    assert changes(record(), record(env_type="prod", place=environment(host=other))) == [
        SinceChange(Aspect.HOST, ChangedPart.WHOLE, "", HOST, other),
        SinceChange(Aspect.ENV_TYPE, ChangedPart.WHOLE, "", "dev", "prod"),
    ]


def test_a_token_that_ended() -> None:
    by_us = record(EXPIRED, token=token(-1))
    assert changes(record(), by_us) == [
        SinceChange(Aspect.TOKEN, ChangedPart.EXPIRED, after=str(NOW - 1))
    ]
    by_them = record(EXPIRED, token=token(200), headers=SERVER_AHEAD)
    assert changes(record(), by_them) == [
        SinceChange(Aspect.TOKEN, ChangedPart.PAST_END, after=str(NOW + 200))
    ]
    assert changes(record(), record(EXPIRED, token=token(400), headers=SERVER_AHEAD)) == []


def test_whose_token_it_is() -> None:
    place = msgspec.structs.replace(environment(), secret_id="AKID-other")
    assert changes(record(), record(place=place)) == [
        SinceChange(Aspect.TOKEN, ChangedPart.IDENTITY, "", "AKID-1234567890", "AKID-other")
    ]


def test_a_clock_that_moved() -> None:
    compared = compare_with_success(record(headers=SAME_CLOCK), record(headers=SERVER_AHEAD))
    assert compared.changes == (SinceChange(Aspect.CLOCK, ChangedPart.WHOLE, "", "0", "300"),)
    assert Aspect.CLOCK not in compared.same


def sent_as(body: str, url: str = "", header: str = "") -> HistoryRecord:
    """Return a send of a constant draft, with the given results of its variables."""
    whole = record(body=body)
    draft = msgspec.structs.replace(
        whole.draft,
        url="{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/tasks/{{task}}",
        headers=(*whole.draft.headers, ("X-Trace", "{{trace}}")),
        body='{"FlowTaskId": "{{FlowTaskId}}", "Size": {{size}}}',
    )
    assert whole.request is not None
    request = msgspec.structs.replace(
        whole.request,
        url=f"{HOST}/weda/workflow/v1/dev/tasks/{url}",
        headers=(*whole.request.headers, ("X-Trace", header)),
    )
    return msgspec.structs.replace(whole, draft=draft, request=request)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (('{"FlowTaskId": "1002", "Size": 1}',), ('{"FlowTaskId": "999", "Size": 1}',),
         SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, "FlowTaskId", '"1002"', '"999"')),
        (("{}", "17"), ("{}", "18"),
         SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, "task", "17", "18")),
        (("{}", "", "a"), ("{}", "", "b"),
         SinceChange(Aspect.PARAMETERS, ChangedPart.HEADER, "X-Trace", "a", "b")),
        (("a=1",), ("a=2",), SinceChange(Aspect.PARAMETERS, ChangedPart.BODY)),
    ],
)  # fmt: skip
def test_the_same_words_sent_with_another_value(
    before: tuple[str, ...], after: tuple[str, ...], expected: SinceChange
) -> None:
    compared = compare_with_success(sent_as(*before), sent_as(*after))
    assert compared.changes == (expected,)
    assert Aspect.PARAMETERS not in compared.same
    assert Aspect.PARAMETERS in compare_with_success(sent_as(*before), sent_as(*before)).same


def test_a_value_that_was_typed_otherwise_is_named_once() -> None:
    before, after = sent_as('{"a": 1, "b": 1}'), sent_as('{"a": 2, "b": 2}')
    before = msgspec.structs.replace(
        before, draft=msgspec.structs.replace(before.draft, body='{"a": 1, "b": "{{b}}"}')
    )
    after = msgspec.structs.replace(
        after, draft=msgspec.structs.replace(after.draft, body='{"a": 2, "b": "{{b}}"}')
    )
    assert changes(before, after) == [
        SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, "a", "1", "2"),
        SinceChange(Aspect.PARAMETERS, ChangedPart.FIELD, "b", "1", "2"),
    ]


def test_another_env_type_is_no_other_parameter() -> None:
    before = sent_as("{}", "17")
    request = before.request
    assert request is not None
    moved = msgspec.structs.replace(request, url=request.url.replace("/dev/", "/prod/"))
    assert changes(before, msgspec.structs.replace(before, request=moved)) == []


def test_what_is_made_anew_at_each_send_is_no_change() -> None:
    def timed(now: str) -> HistoryRecord:
        whole = record(body=f'{{"at": "{now}", "a": 1}}')
        draft = msgspec.structs.replace(whole.draft, body='{"at": "{{$timestamp}}", "a": 1}')
        return msgspec.structs.replace(whole, draft=draft)

    assert changes(timed("1"), timed("2")) == []
