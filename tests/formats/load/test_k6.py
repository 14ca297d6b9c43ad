"""A k6 script, parsed by Node and run there with a stand-in for k6."""

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.runs.test_assertions import BODY
from tests.core.runs.test_assertions import answer as core_answer
from tests.formats.load.plans import (
    BECOMING,
    ENCODED,
    ENCODED_SENT,
    FIRST,
    FLOWS,
    HOST,
    LED_ASIDE,
    READ_ROWS,
    READS,
    REFUSED_ROWS,
    ROWS,
    ROWS_OF_TEXT,
    SHOW,
    TEXTS,
    TEXTS_ENVIRON,
    TEXTS_SENT,
    VALUES,
    check,
    plan,
    request,
)
from tests.formats.load.test_judging import (
    ANSWERS,
    FOREIGN,
    LOCATIONS,
    STATUSES,
    URL,
    WRITABLE,
    named,
)
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator
from weda_tui.core.guard.method_overrides import Headers, find_overrides, holds_request
from weda_tui.core.load.plan import USER_TOKEN, LoadPlan, LoadSlot, Template
from weda_tui.core.runs.assertions import AssertionHeld, judge_assertion
from weda_tui.core.text.patterns import compile_pattern
from weda_tui.formats.data_rows import read_rows
from weda_tui.formats.load.k6 import is_javascript_pattern, lost_in_k6, write_k6

NODE = shutil.which("node")
SHIM = Path(__file__).parent / "k6_shim.mjs"
KEYS = {"SECRET_ID": "id", "SECRET_KEY": "key"}
TOKEN = {"status": 200, "body": '{"access_token": "token-1", "expires_in": 7200}'}
GOOD = {
    "status": 200,
    "body": '{"Response": {"Data": {"FlowSet": [{"FlowCode": 1893450276618240001}]}}}',
}
SHOWN = {"status": 200, "body": '{"Response": {"Data": {"FlowCode": "1893450276618240001"}}}'}
REFUSED = {"status": 200, "body": '{"Response": {"Error": {"Code": "InvalidParameter"}}}'}
pytestmark = pytest.mark.skipif(NODE is None, reason="no Node here")


def play(
    folder: Path, made: LoadPlan, answers: list[dict[str, Any]], *, rounds: int = 1, **environ: str
) -> dict[str, Any]:
    script, given_ = folder / "script.mjs", folder / "given.json"
    script.write_text(write_k6(made), encoding="utf-8")
    case = {"environ": {**KEYS, **environ}, "answers": answers, "rounds": rounds}
    given_.write_text(json.dumps(case), encoding="utf-8")
    ran = subprocess.run(
        [NODE or "", SHIM, script, given_], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def codes(played: dict[str, Any]) -> list[str]:
    return [each["code"] for each in played["counted"] if each["metric"] == "weda_failures"]


def test_a_script_sends_in_order_with_one_token_and_captured_values(tmp_path: Path) -> None:
    played = play(tmp_path, plan(), [TOKEN, GOOD, SHOWN, GOOD, REFUSED], rounds=2, WEDA_VAR_N="a b")
    token, flows, show, *_ = played["sent"]
    assert token["headers"]["Authorization"] == "Basic aWQ6a2V5"
    assert flows["headers"] == {"Authorization": "Bearer token-1"}
    assert flows["body"] == '{"Type": 2}'
    assert show["url"] == "http://127.0.0.1:1/flows/1893450276618240001?n=a%20b"
    assert show["headers"]["X-Flow"] == "1893450276618240001"
    assert len(played["sent"]) == 5  # both rounds use one token
    assert codes(played) == ["InvalidParameter"]


STALE = {"status": 401, "body": '{"code": "INVALID_ACCESS_TOKEN", "message": "jwt revoked"}'}
OTHER_TOKEN = {"status": 200, "body": '{"access_token": "token-2", "expires_in": 7200}'}
DONE = {"status": 200, "body": '{"data": {}}'}


@pytest.mark.parametrize("own", ["", "1"])
def test_a_token_that_a_call_refuses_is_replaced_once(tmp_path: Path, own: str) -> None:
    answers = [TOKEN, *([TOKEN] if own else []), STALE, OTHER_TOKEN, DONE, DONE, STALE, DONE]
    made = plan(request("r", "/r"))
    played = play(tmp_path, made, answers, rounds=6, WEDA_TOKEN_PER_USER=own)
    sent = [each["headers"]["Authorization"].partition(" ")[2] for each in played["sent"]]
    calls = [each for each in sent if each.startswith("token")]
    assert calls == ["token-1", "token-2", "token-2", "token-2"]
    assert codes(played) == ["INVALID_ACCESS_TOKEN"] * 2
    assert played["aborted"] == "requests are refused: INVALID_ACCESS_TOKEN"


def test_a_user_token_that_a_call_refuses_ends_it(tmp_path: Path) -> None:
    user = Template(("Bearer ", LoadSlot(USER_TOKEN, "USER_ACCESS_TOKEN")))
    made = plan(request("r", "/r", headers=(("Authorization", user),)))
    played = play(tmp_path, made, [STALE, DONE], rounds=2, USER_ACCESS_TOKEN="user-token")
    assert len(played["sent"]) == 1
    assert played["aborted"] == "requests are refused: INVALID_ACCESS_TOKEN"


def test_what_is_not_set_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    text = write_k6(plan(host=""))
    assert "// Reads these environment variables: WEDA_HOST, SECRET_ID, SECRET_KEY" in text
    with pytest.raises(AssertionError) as caught:
        play(tmp_path, plan(host=""), [TOKEN, GOOD, SHOWN], SECRET_KEY="")
    said = "WEDA_HOST, SECRET_KEY, WEDA_VAR_N (or a column n of WEDA_DATA)"
    assert f"Error: Not set, and nothing was sent: {said}\n" in str(caught.value)


def test_a_first_value_holds_until_one_is_captured(tmp_path: Path) -> None:
    answers = [TOKEN, GOOD, SHOWN, GOOD, SHOWN]
    played = play(tmp_path, plan(*FIRST), answers, rounds=2, WEDA_VAR_PAGE="other")
    sent = [each["url"].partition("?")[2] for each in played["sent"][1:]]
    assert sent == ["q=a%20b", "q=200"] * 2


def test_values_of_rows_are_sent_as_a_run_sends_them(tmp_path: Path) -> None:
    (tmp_path / "rows").write_text(ROWS, encoding="utf-8")
    known = read_rows(ROWS.encode(), file="rows")
    body = Template((LoadSlot("n", "WEDA_VAR_N", first="none"), "|",
                     LoadSlot("m", "WEDA_VAR_M", first="none")))  # fmt: skip
    made = plan(request("r", "/r", body=body))
    environ = {"WEDA_DATA": str(tmp_path / "rows")}
    played = play(tmp_path, made, [TOKEN, *[SHOWN] * len(known)], rounds=len(known), **environ)
    sent = [each["body"] for each in played["sent"][1:]]
    assert sent == [f"{each.get('n', 'none')}|{each.get('m', 'none')}" for each in known]


def test_rows_are_read_or_refused_as_by_a_run(tmp_path: Path) -> None:
    script, texts = tmp_path / "script.mjs", tmp_path / "texts.json"
    program = write_k6(plan())
    begin, end = program.index("function readRecords"), program.index("function hasColumn")
    reading = """
import fs from "node:fs";
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const __ENV = { WEDA_DATA: "rows" };
let text;
const open = () => text;
class SharedArray { constructor(_, make) { globalThis.read = make; return []; } }
"""
    playing = """
const one = (each) => {
  text = each;
  try { return globalThis.read(); } catch (error) { return error.message; }
};
console.log(JSON.stringify(texts.map(one)));
"""
    script.write_text(reading + program[begin:end] + playing, encoding="utf-8")
    texts.write_text(json.dumps([*READ_ROWS, *REFUSED_ROWS]), encoding="utf-8")
    ran = subprocess.run(
        [NODE or "", script, texts], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    found = json.loads(ran.stdout)
    known = [list(read_rows(each.encode(), file="rows")) for each in READ_ROWS]
    assert found[: len(known)] == known
    for reason in found[len(known) :]:
        assert str(reason).startswith("Nothing was sent: rows ")


def test_a_value_is_text_in_a_string_of_json(tmp_path: Path) -> None:
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps([{"t": each, "n": "[1]"} for each in ROWS_OF_TEXT]))
    answer = {"status": 200, "body": '{"data": {"id": 1528933366865600513}}'}
    environ = {"WEDA_DATA": str(rows), **TEXTS_ENVIRON}
    made = plan(TEXTS, replace(TEXTS, name="again"))
    played = play(tmp_path, made, [TOKEN, *[answer] * 6], rounds=3, **environ)
    assert [json.loads(each["body"]) for each in played["sent"][1:]] == TEXTS_SENT


def test_what_depends_on_a_failure_is_left_out(tmp_path: Path) -> None:
    played = play(tmp_path, plan(), [TOKEN, REFUSED], WEDA_VAR_N="1")
    assert len(played["sent"]) == 2
    assert codes(played) == ["InvalidParameter"]


def test_an_answer_that_cannot_be_judged_is_a_failure(tmp_path: Path) -> None:
    huge = {"status": 200, "body": '{"data": {"total": 1e9999999999}}'}
    checks = (check("$.data.total", "greaterThan", 5),)
    made = plan(request("a", "/a", checks=checks), request("b", "/b"))
    played = play(tmp_path, made, [TOKEN, huge, {"status": 200, "body": '{"data": {}}'}])
    assert codes(played) == ["RangeError"]
    assert len(played["sent"]) == 3


def test_rows_of_csv_are_taken_in_turn(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text('n,other\n1,"a, ""b"""\n2,\n', encoding="utf-8")
    answers = [TOKEN, *[GOOD, SHOWN] * 3]
    played = play(tmp_path, plan(), answers, rounds=3, WEDA_DATA=str(rows))
    shown = [each["url"][-1] for each in played["sent"] if each["method"] == "GET"]
    assert shown == ["1", "2", "1"]


@pytest.mark.parametrize("coding", ["gbk", "utf-16"])
def test_rows_that_are_not_utf_8_are_refused(tmp_path: Path, coding: str) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("n\n上海\n", encoding=coding)
    with pytest.raises(AssertionError) as caught:
        play(tmp_path, plan(), [TOKEN, GOOD, SHOWN], WEDA_DATA=str(rows))
    assert f"Error: Nothing was sent: {rows} is not UTF-8\n" in str(caught.value)


def test_a_fixed_value_is_no_column_and_no_answer(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('[{"": "evil", "k": "evil"}]', encoding="utf-8")
    fixed = Template((LoadSlot("k", "WEDA_VAR_K", is_fixed=True),))
    made = plan(
        request("r", "/r", body=fixed, captures={"": "$.x"}), request("s", "/s", body=fixed)
    )
    answer = {"status": 200, "body": '{"code": "0", "x": "evil"}'}
    rows = str(tmp_path / "rows.json")
    played = play(tmp_path, made, [TOKEN, answer, answer], WEDA_DATA=rows, WEDA_VAR_K="own")
    assert [each["body"] for each in played["sent"][1:]] == ["own", "own"]


def play_rows(
    folder: Path, made: LoadPlan, values: Mapping[str, Mapping[Any, str]]
) -> list[list[dict[str, Any]]]:
    """Play a round for each value; return its requests.

    Assert that the requests that are not sent have the codes of the value.
    """
    rows = folder / "rows.json"
    rows.write_text(json.dumps([{"x": value} for value in values]), encoding="utf-8")
    answers = [{"status": 200, "body": '{"code": "0"}'}] * len(made.requests) * len(values)
    played = play(folder, made, [TOKEN, *answers], rounds=len(values), WEDA_DATA=str(rows))
    failures = [each for each in played["counted"] if each["metric"] == "weda_failures"]
    sent: list[list[dict[str, Any]]] = []
    for number, (value, wanted) in enumerate(values.items()):
        found = [(each["name"], each["code"]) for each in failures if each["round"] == number]
        assert sorted(found) == sorted(wanted.items()), value
        sent.append([each for each in played["sent"][1:] if each["round"] == number])
        assert len(sent[-1]) == len(made.requests) - len(wanted), value
    return sent


def test_no_value_leads_out_of_the_address(tmp_path: Path) -> None:
    play_rows(tmp_path, LED_ASIDE, VALUES)


def test_no_value_makes_a_read_a_write(tmp_path: Path) -> None:
    sent = play_rows(tmp_path, READS, BECOMING)[[*BECOMING].index(ENCODED)]
    bodies = {each["url"].removeprefix(READS.route.host): each["body"] or "" for each in sent}
    assert ENCODED_SENT.items() <= bodies.items()


PIECES = (
    *("_method", "_m", "method", "verb", "x-http-method-override", "$httpmethod", "DELETE", "put"),
    *("GET", "purge", "=", "&", ";", '"', ":", " ", "\t", "\x1f", "\r\n", "\n", "\r", "+", "%"),
    *("%5f", "%255F", "%u005f", "%c1%9f", "%EF%BC%BF", "%ff", "25", "\\u005f", "\uff3f", "{{x}}"),
    *("POST /x HTTP/1.1", " HTTP/1", "\r\n\r\n", 'name="', "name=", "utf-8''", "\u0130", "\xa0"),
    *("&_method=", '"_method": "', "\r\nPOST ", 'name="_method"\r\n\r\n', "'", "a"),
)
KINDS = {
    "bare": "", "form": "application/x-www-form-urlencoded", "multipart": "multipart/form-data",
    "json": "application/json;charset=utf-8", "text": "text/plain",
}  # fmt: skip


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=60))
def test_what_makes_a_read_a_write_is_that_of_a_run(tmp_path: Path, texts: list[str]) -> None:
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps([{"x": each} for each in texts]), encoding="utf-8")
    body, methods = Template(("a", LoadSlot("x", "WEDA_VAR_X"))), ("GET", "POST")
    given_ = {name: (("Content-Type", kind),) if kind else () for name, kind in KINDS.items()}
    made = plan(
        *(
            request(
                name, "/r", body=body, read_methods=methods,
                headers=tuple((name, Template((value,))) for name, value in headers),
            )
            for name, headers in given_.items()
        )
    )  # fmt: skip
    answers = [{"status": 200, "body": '{"code": "0"}'}] * (len(texts) * len(given_))
    played = play(tmp_path, made, answers, rounds=len(texts), WEDA_DATA=str(rows))
    failed = [each["value"] for each in played["counted"] if each["metric"] == "weda_failed"]

    def is_write(headers: Headers, text: str) -> bool:
        overrides = find_overrides("http://h/r", headers, f"a{text}".encode())
        return not {*overrides} <= {*methods} or holds_request(f"a{text}".encode())

    for found, (text, headers) in zip(failed, product(texts, given_.values()), strict=True):
        wanted = is_write(headers, text)
        is_plain = text.isascii() and headers != given_["multipart"]
        assert found == wanted or (found and not is_plain), (headers, text)  # refused at least


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json;charset=utf-7"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_a_body_that_the_script_cannot_read_may_be_a_write(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    sent = tuple((name, Template((value,))) for name, value in headers.items())
    body = Template(("a", LoadSlot("x", "WEDA_VAR_X")))
    made = plan(request("r", "/r", headers=sent, body=body, read_methods=("GET",)))
    assert codes(play(tmp_path, made, [], WEDA_VAR_X="1")) == ["GUARD_CALL_CHANGED"]


def test_what_setup_knows_is_hidden_from_each_user(tmp_path: Path) -> None:
    others = {name: f"other-{name}-0123456789" for name in ("refresh_token", "id_token")}
    token = {"status": 200, "body": json.dumps({"access_token": LONG, **others})}
    made = plan(*(request(name, "/echo", captures={name: "$.data"}) for name in others))
    answers = [token, *({"status": 200, "body": json.dumps({"data": each})}
                        for each in others.values())]  # fmt: skip
    assert codes(play(tmp_path, made, answers)) == [f"capture {name}" for name in others]


def test_a_variable_without_a_value_fails_unsent(tmp_path: Path) -> None:
    rows = tmp_path / "rows.json"
    rows.write_text('[{"n": "1"}, {}]', encoding="utf-8")
    answers = [TOKEN, GOOD, SHOWN, GOOD]
    played = play(tmp_path, plan(), answers, rounds=2, WEDA_DATA=str(rows))
    assert codes(played) == ["VARIABLE_UNKNOWN"]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([{"status": 401, "body": '{"error": "invalid_client"}'}], "no token: invalid_client"),
        ([TOKEN, {"status": 200, "body": '{"code": "EXCEED_RATELIMIT"}'}], "EXCEED_RATELIMIT"),
    ],
)
def test_a_refusal_of_a_token_and_a_rate_limit_stop_it(
    tmp_path: Path, answers: list[dict[str, Any]], reason: str
) -> None:
    played = play(tmp_path, plan(FLOWS), answers, rounds=3)
    assert played["aborted"] == reason
    assert len(played["sent"]) == len(answers)


def test_users_do_not_all_renew_the_common_token(tmp_path: Path) -> None:
    short = {"status": 200, "body": '{"access_token": "token-1", "expires_in": 0.001}'}
    played = play(tmp_path, plan(FLOWS), [short, GOOD, GOOD, GOOD], rounds=3)
    assert played["aborted"].startswith("the common token ends")
    urls = [each["url"] for each in played["sent"]]
    assert len([each for each in urls if "token" in each]) == 1


def test_a_user_fetches_its_own_token_after_a_first_one_is_given(tmp_path: Path) -> None:
    refused = {"status": 401, "body": '{"error": "invalid_client"}'}
    played = play(tmp_path, plan(FLOWS), [refused, TOKEN], WEDA_TOKEN_PER_USER="1")
    assert len(played["sent"]) == 1
    other = {"status": 200, "body": '{"access_token": "token-2", "expires_in": 7200}'}
    answers = [TOKEN, other, GOOD]
    played = play(tmp_path, plan(FLOWS), answers, WEDA_TOKEN_PER_USER="1")
    assert played["sent"][2]["headers"] == {"Authorization": "Bearer token-2"}


@pytest.mark.parametrize("off", ["", "0", "false", "No"])
def test_writes_need_a_word(tmp_path: Path, off: str) -> None:
    write = plan(request("w", "/w", is_write=True))
    with pytest.raises(AssertionError, match="WEDA_WRITES=1"):
        play(tmp_path, write, [TOKEN], WEDA_WRITES=off)


def test_writes_are_sent_with_their_word(tmp_path: Path) -> None:
    for word, place in (("1", ""), ("prod", "prod")):
        write = plan(request("w", "/w", is_write=True, named=place))
        assert codes(play(tmp_path, write, [TOKEN, SHOWN], WEDA_WRITES=word)) == []


@pytest.mark.parametrize("given", ["", "1", "dev"])
def test_writes_to_a_guarded_place_need_its_name(tmp_path: Path, given: str) -> None:
    write = plan(request("w", "/w", is_write=True, named="prod"))
    assert "WEDA_WRITES=prod sends what changes something" in write_k6(write).partition("import")[0]
    with pytest.raises(AssertionError, match="WEDA_WRITES=prod"):
        play(tmp_path, write, [TOKEN], WEDA_WRITES=given)


X = LoadSlot("x", "WEDA_VAR_X")


@pytest.mark.parametrize(
    ("method", "body", "keeps"),
    [
        ("POST", ('{"a": "', LoadSlot("$uuid", ""), '"}'), True),
        ("GET", (), True),
        ("GET", ("a",), False),
        ("DELETE", ("a",), False),
        ("POST", ("a\r\nPOST / http/1.1",), False),
        ("POST", ("a\r\nPOST / HTTP/", LoadSlot("$timestamp", "")), False),
        ("POST", ('{"a": "', X, '"}'), False),
    ],
)
def test_nothing_follows_a_body_that_may_be_left_unread(
    tmp_path: Path, method: str, body: tuple[str | LoadSlot, ...], keeps: bool
) -> None:
    text = write_k6(plan(request("r", "/r", method=method, body=Template(body)), FLOWS))
    assert ("noConnectionReuse: true," in text) is not keeps
    made = plan(request("r", "/r", method=method, body=Template(body)))
    assert codes(play(tmp_path, made, [TOKEN, GOOD], WEDA_VAR_X="1")) == []


def test_bytes_are_sent_as_bytes(tmp_path: Path) -> None:
    made = plan(request("b", "/b", body=Template(("\udcff\u00e9",))))
    played = play(tmp_path, made, [TOKEN, SHOWN])
    assert played["sent"][1]["body"] == "ffc3a9"


@settings(
    max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(cases=st.lists(st.tuples(ANSWERS, STATUSES), min_size=150, max_size=150))
def test_the_verdict_is_that_of_a_run(tmp_path: Path, cases: list[tuple[object, int]]) -> None:
    bodies = [(json.dumps(value, ensure_ascii=False), status) for value, status in cases]
    answers = [
        {"status": status, "body": body, "headers": {"content-type": "application/json"}}
        for body, status in bodies
    ]
    made = plan(request("r", "/r"))
    played = play(tmp_path, made, [TOKEN, *answers], rounds=len(cases), WEDA_KEEP_GOING="1")
    expected = [
        named(status, body.encode(), "", "application/json", nothing=False)
        for body, status in bodies
    ]
    wanted = [each.code or "UNKNOWN" for each in expected if not each.ok]
    assert codes(played) == wanted


def test_an_answer_that_no_weda_gave_is_named_as_in_a_run(tmp_path: Path) -> None:
    cases = [
        (status, kind, location, body.decode())
        for status in (200, 302, 400, 403, 405, 407, 502, 503, 511)
        for kind in ("text/html", "text/plain")
        for location in LOCATIONS
        for body in FOREIGN
    ]
    answers = [
        {"status": status, "body": body, "headers": {"Content-Type": kind, "Location": location}}
        for status, kind, location, body in cases
    ]
    made = plan(request("r", "", url=Template((HOST, URL.partition(":8080")[2]))), host=URL[:28])
    played = play(tmp_path, made, [TOKEN, *answers], rounds=len(cases))
    wanted = [
        named(status, body.encode(), location, kind, nothing=False)
        for status, kind, location, body in cases
    ]
    assert codes(played) == [each.code or "UNKNOWN" for each in wanted if not each.ok]


@pytest.mark.parametrize(("number", "code"), [(1212, "connection_refused"), (1, "error 1")])
def test_what_ends_without_an_answer_has_the_code_of_a_run(
    tmp_path: Path, number: int, code: str
) -> None:
    lost = {"status": 0, "error_code": number}
    played = play(tmp_path, plan(request("r", "/r")), [TOKEN, lost])
    assert codes(played) == [code]


def test_assertions_hold_as_in_a_run(tmp_path: Path) -> None:
    """One script has all assertions: each in a request of its own, with the same response."""
    texts = {
        each for each in WRITABLE if each[1] != "contains" or each[0] != "$.Response.Data.Tags"
    }
    cases = [each for each in WRITABLE if each in texts]
    requests = [request(f"r{n}", "/r", checks=(check(*each),)) for n, each in enumerate(cases)]
    answer = {"status": 200, "body": BODY.decode()}
    played = play(tmp_path, plan(*requests), [TOKEN, *[answer] * len(cases)])
    failed = {each["name"] for each in played["counted"] if each["metric"] == "weda_failures"}
    for number, (on, operator, expected) in enumerate(cases):
        ours = judge_assertion(Assertion(on, AssertionOperator(operator), expected), core_answer())
        is_held = isinstance(ours, AssertionHeld)
        assert (f"r{number}" not in failed) is is_held, (on, operator, expected)
    assert {operator for _, operator, _ in cases} == set(AssertionOperator), "one is not tried"


def test_numbers_are_compared_digit_for_digit(tmp_path: Path) -> None:
    numbers = ["-2", "-1e0", "-0.5", "0", "-0", "0.10", "0.1", "1", "100", "1e2", "1e30",
               "1893450276618240001", "1893450276618240002"]  # fmt: skip
    pairs = [(one, other) for one in numbers for other in numbers]
    requests = [
        request(
            f"r{n}",
            "/r",
            checks=(check("$.data", "lessThan", float(other) if len(other) < 6 else int(other)),),
        )
        for n, (_, other) in enumerate(pairs)
    ]
    answers = [{"status": 200, "body": f'{{"data": {one}}}'} for one, _ in pairs]
    played = play(tmp_path, plan(*requests), [TOKEN, *answers])
    failed = {each["name"] for each in played["counted"] if each["metric"] == "weda_failures"}
    for number, (one, other) in enumerate(pairs):
        assert (f"r{number}" not in failed) is (Decimal(one) < Decimal(other)), (one, other)


def test_what_k6_has_not_is_named() -> None:
    made = plan(SHOW, authorities="-----BEGIN CERTIFICATE-----", proxy_host="proxy")
    assert [each.what for each in lost_in_k6(made)] == [
        "ca_file (SSL_CERT_FILE)",
        "proxy (HTTPS_PROXY)",
    ]
    assert lost_in_k6(plan()) == []


ALIKE = (
    "", "a", "^$", "^a(?:b|c)$", "a|b$|^c", "^(|a)$", "(a$)", "((^三|b$))", "()*", "(?:)b",
    r"^\d{4}\-\d{2}\-\d{2}$", "^a{,3}$", "^a{2}$", "^a{1,}?$", "^(?:ab){2,3}$", "a+?b*?c??",
    r"^\w+$", r"^\W+$", r"^[\w-]+$", r"^[^\w]$", r"^[\d\s]+$", r"\d", r"\D", r"^\s$", r"^\S+$",
    "^.$", "^.{3}$", "^...$", "^[^a]$", "^[张-李]", "[一-龥]{2,}", r"^https\:\/\/x", r"^https://x$",
    r"[\]\[\\^-]",
    "[a-]", "[-a]", r"[+-\-]", "[.*+?$(){}|/]", r"^[\x41-\x5a]+$", r"\u4e09", "a}",
    "a]",
    r"^\ \!\"\#\$\%\&\'\(\)\*\+\,\-\.\/\:\;\<\=\>\?\@\[\\\]\^\_\`\{\|\}\~$", r"\t|\n|\r|\f|\v",
    "a\nb", "𠮷{2}", "[𠮷三]$", "^(a+)+$", r"^\\d$", "é", "(?:a{2})*b{1000}|c",
)  # fmt: skip
OTHERWISE = (
    r"(?i)a", r"a\Z", r"\Aa", r"\b三\b", r"^\w+\b", r"\Bx", r"(a)\1", "(?P<n>a)", "(?<n>a)",
    "(?=a)", "(?!a)", "(?<=a)b", "(?#a)b", "(?>a)", "(?:a", "a)", "a++", "a**", "a{2}+", "a{,}",
    "a{}", "a{x}", "{2}", "*a", "^*", "(?:a$)b", "a$\n", "(a$)*", "(a$|b)c", "a{1001}",
    "(?:a{100}){100}", "a{3,2}", "[]a]", "[^]a]", "[[:alpha:]]", "[a[b]", "[z-a]", r"[\d-a]",
    r"[a-\d]", r"[\D]", r"[\b]", r"\p{L}", r"\0", r"\x4", r"\u12", r"\ud800", r"\U00004e09",
    r"\N{DASH}",
    r"\e", r"\张", "a\\", "[a-b-c]", "\ud842",
)  # fmt: skip
SAMPLES = (
    "", "a", "aa", "aaaa", "ab", "abab", "abc", "b", "c", "A", "ABC", "z", "张三", "张 三 李", "三",
    "李四",
    "三b", "名_1", "1", "12", "٣", "２０２６", "2026-12-01", "2026-12-01\n", "a\n", "\n",
    "\r", "\n\n",
    "a\nb",
    "\u2028", "\u3000", "\x85", "\x1c", "\ufeff", " ", "_", "-", ",", "é", "e\u0301", "²", "\u200d",
    "https://x", "https://xy", "[", "]", "\\", "\\d", "^", "a}", "a]", "𠮷", "𠮷𠮷", "😀", "a😀b",
    "\t", "\v",
    " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "null", "true", "+", ".", "/", "b" * 1000,
)  # fmt: skip


def test_patterns_find_what_they_find_in_a_run(tmp_path: Path) -> None:
    """One script has all patterns: each in a request of its own, with the same responses."""
    assert [each for each in ALIKE if not is_javascript_pattern(each)] == []
    checks = [
        (check(f"$.data.s[{n}]", "matches", each),) for each in ALIKE for n in range(len(SAMPLES))
    ]
    requests = [request(f"r{n}", "/r", checks=each) for n, each in enumerate(checks)]
    answer = {"status": 200, "body": json.dumps({"data": {"s": SAMPLES}})}
    played = play(tmp_path, plan(*requests), [TOKEN, *[answer] * len(requests)])
    failed = {each["name"] for each in played["counted"] if each["metric"] == "weda_failures"}
    cases = product(ALIKE, SAMPLES)
    wrong = [
        (pattern, sample)
        for number, (pattern, sample) in enumerate(cases)
        if (f"r{number}" not in failed) is (compile_pattern(pattern).search(sample) is None)
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", OTHERWISE)
def test_a_pattern_that_is_not_known_to_be_alike_is_none_for_k6(pattern: str) -> None:
    assert not is_javascript_pattern(pattern)


def test_a_pattern_of_a_value_that_comes_later_is_none_for_k6() -> None:
    assert not is_javascript_pattern(Template((LoadSlot("n", "WEDA_VAR_N"),)))
    assert not is_javascript_pattern(("a", "b"))
    assert is_javascript_pattern(12)


LONG = "given-token-0123456789abcdef"
LONG_TOKEN = {"status": 200, "body": f'{{"access_token": "{LONG}", "expires_in": 7200}}'}
KEY = "s3cret/Key+of-the-deployment-01"
BASIC = base64.b64encode(f"id:{KEY}".encode()).decode()
SEEN = LoadSlot("seen", "WEDA_VAR_SEEN")
SEARCH = request("search", "", url=Template((LoadSlot("vars.host", ""), "/search?q=", SEEN)))


@pytest.mark.parametrize(
    "said",
    [
        f"Bearer {LONG}",
        f"x{quote(quote(LONG.replace('-', '~'))).replace('~', '%2D')}x",
        LONG.replace("g", "\\u0067"),
        base64.b64encode(f"Bearer {LONG}".encode()).decode(),
        LONG.encode().hex(),
        f"Basic {BASIC}",
        quote(KEY, safe=""),
    ],
)
def test_a_secret_that_is_repeated_is_neither_captured_nor_judged(
    tmp_path: Path, said: str
) -> None:
    answer = {"status": 200, "body": f'{{"data": {{"seen": "{said}", "other": "x"}}}}'}
    checks = [check("$.data.seen", "exists", True), check("$.data.seen", "matches", ".")]
    made = plan(
        request("echo", "/echo", captures={"seen": "$.data.seen"}),
        SEARCH,
        *(request(str(n), "/echo", checks=(each,)) for n, each in enumerate(checks)),
    )
    answers = [LONG_TOKEN, answer, answer, answer]
    played = play(tmp_path, made, answers, SECRET_KEY=KEY)
    assert codes(played) == ["capture seen", "VARIABLE_UNKNOWN", "assert $.data.seen matches"]


def test_the_length_of_a_packed_answer_is_neither_captured_nor_judged(tmp_path: Path) -> None:
    length = "header Content-Length"
    made = plan(
        request("take", "/a", captures={"n": length}),
        request("judge", "/b", checks=(check(length, "notEquals", 194),)),
    )
    headers = {"content-length": "194"}
    answer = {"status": 200, "body": '{"data": {}}', "headers": headers}
    packed = {**answer, "headers": {**headers, "content-encoding": "gzip"}}
    assert codes(play(tmp_path, made, [TOKEN, packed, packed])) == [
        "capture n", f"assert {length} notEquals",
    ]  # fmt: skip
    assert codes(play(tmp_path, made, [TOKEN, answer, answer])) == [f"assert {length} notEquals"]


def test_no_token_of_an_answer_takes_the_place_of_its_own(tmp_path: Path) -> None:
    others = [{"access_token": f"other-token-0123456789-{n:04}"} for n in range(1001)]
    captures = {f"t{n}": f"$.data[{n}].access_token" for n in range(len(others))}
    made = plan(
        request("many", "/many", captures=captures),
        request("echo", "/echo", captures={"seen": "$.data.seen"}),
        SEARCH,
    )
    answers = [{"status": 200, "body": json.dumps({"data": each})}
               for each in (others, {"seen": f"Bearer {LONG}"}, {})]  # fmt: skip
    played = play(
        tmp_path, made, [LONG_TOKEN, LONG_TOKEN, *answers], SECRET_KEY=KEY,
        USER_ACCESS_TOKEN="user-token-0123456789", WEDA_TOKEN_PER_USER="1",
    )  # fmt: skip
    assert codes(played) == ["capture seen", "VARIABLE_UNKNOWN"]
    assert LONG not in "".join(each["url"] for each in played["sent"])


def test_a_code_says_no_token_and_no_key(tmp_path: Path) -> None:
    repeated = {"status": 200, "body": f'{{"code": "NO.{LONG}"}}'}
    part = {"status": 200, "body": f'{{"code": "NO.{KEY[:9]}"}}'}
    made = plan(request("token", "/t"), request("key", "/k", is_withheld=True))
    played = play(tmp_path, made, [LONG_TOKEN, repeated, part], SECRET_KEY=KEY)
    assert codes(played) == ["••••••••", "OTHER"]
    refused = {"status": 401, "body": f'{{"code": "{KEY[:9]}"}}'}
    assert play(tmp_path, made, [refused], SECRET_KEY=KEY)["aborted"] == "no token: OTHER"


def test_of_an_answer_to_a_key_little_counts(tmp_path: Path) -> None:
    answer = {"status": 200, "body": '{"data": {"seen": "x", "access_token": "t-1"}}'}
    checks = [check("status", "equals", 200), check("$.data.seen", "exists", True),
              check("$.data.seen", "equals", "x")]  # fmt: skip
    made = plan(
        *(request(str(n), "/k", checks=(e,), is_withheld=True) for n, e in enumerate(checks)),
        request("c", "/k", captures={"seen": "$.data.seen"}, is_withheld=True),
        request("t", "/k", captures={"seen": "$.data.access_token"}, is_withheld=True),
    )
    played = play(tmp_path, made, [TOKEN, *[answer] * 5])
    assert codes(played) == ["assert $.data.seen equals", "capture seen"]
