"""The file of a request: values round-trip, hand-written layout stays, errors have a position."""

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.collections.saved_request import (
    Assertion,
    AssertionOperator,
    Example,
    Poll,
    SavedRequest,
)
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.formats.toml.requests import parse_saved_request, render_draft, render_saved_request

text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
"""Any text in UTF-8, for bodies and values."""
drawn = st.text(alphabet="aZ0 审批{}\"'\\#[]=:-.", max_size=20)
"""Text for names and descriptions."""
several = st.lists(drawn, max_size=3).map("\n".join)
tokens = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True)
variables: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(text, text, max_size=3)
numbers = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
scalars = st.one_of(text, numbers, st.booleans())
_EXPECTED: dict[AssertionOperator, st.SearchStrategy[object]] = {
    AssertionOperator.EXISTS: st.booleans(),
    AssertionOperator.IS_NULL: st.booleans(),
    AssertionOperator.LESS_THAN: numbers,
    AssertionOperator.GREATER_THAN: numbers,
    AssertionOperator.LENGTH: st.integers(0, 100),
    AssertionOperator.MATCHES: st.sampled_from(["^a+$", "审|批", ""]),
    AssertionOperator.ONE_OF: st.lists(scalars, max_size=3).map(tuple),
}


@st.composite
def assertions(draw: st.DrawFn) -> Assertion:
    operator = draw(st.sampled_from(AssertionOperator))
    on = draw(st.sampled_from(["verdict", "status", "time", "size", "header X-Id", "$.a['b c']"]))
    return Assertion(on, operator, draw(_EXPECTED.get(operator, scalars)))  # type: ignore[arg-type]


drafts = st.builds(
    RequestDraft,
    endpoint_id=st.sampled_from(["workflow.Start", "model.list"]),
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    url=text.filter(bool),
    headers=st.lists(st.tuples(tokens, text), max_size=3).map(tuple),
    body=text,
    is_recorded=st.booleans(),
)
examples = st.builds(
    Example,
    name=drawn.filter(bool),
    status=st.none() | st.integers(100, 599),
    verdict=st.sampled_from(["", "ok", "failure", "partial", "unknown"]),
    code=drawn,
    at=st.sampled_from(["", "2026-11-25T01:42:18Z", "2026-11-25T09:42:18+08:00"]),
    env_type=drawn,
    headers=st.lists(st.tuples(tokens, text), max_size=2).map(tuple),
    body=text,
    size=st.integers(0, 2**53),
)
requests = st.builds(
    SavedRequest,
    path=st.just("审批/a"),
    draft=drafts,
    name=drawn,
    description=several,
    tags=st.lists(drawn.filter(bool), max_size=2).map(tuple),
    variables=variables,
    depends=st.lists(drawn.filter(bool), max_size=2).map(tuple),
    captures=st.dictionaries(text, drawn.map(lambda each: f"$.{each}"), max_size=2),
    asserts=st.lists(assertions(), max_size=3).map(tuple),
    poll=st.none()
    | st.builds(
        Poll,
        until=assertions(),
        every=st.floats(0.01, 1000),
        at_most=st.integers(1, 600).map(float),
    ),
    examples=st.lists(examples, max_size=2).map(tuple),
)

SHAPED = """\
# what Li Na looks at every morning
tags   = ["a"]    # keep
method = "POST"
url = "{{vars.host}}/x"
endpoint = "workflow.Start"
body = '''
{"a": 1}'''

[[assert]]
# it must work
on = "verdict"
equals = "ok"
"""


def parse(text: str) -> SavedRequest:
    return parse_saved_request(text, file="审批/a.toml", path="审批/a")


@given(requests)
def test_a_saved_request_comes_back_as_it_was(request: SavedRequest) -> None:
    assert parse(render_saved_request(request, None)) == request


@given(requests, requests, st.booleans())
def test_saving_over_a_file_says_the_new_and_nothing_of_the_old(
    old: SavedRequest, new: SavedRequest, is_shaped: bool
) -> None:
    previous = render_saved_request(old, None)
    if is_shaped:
        previous = f"# mine\n{previous}"
    assert parse(render_saved_request(new, previous)) == new


@given(requests)
def test_saving_what_is_there_changes_no_byte(request: SavedRequest) -> None:
    for previous in (render_saved_request(request, None), SHAPED):
        assert render_saved_request(parse(previous), previous) == previous


def test_the_file_reads_as_a_person_would_write_it() -> None:
    request = SavedRequest(
        path="审批/本周待办",
        draft=RequestDraft(
            endpoint_id="workflow.Start",
            method="POST",
            url="{{vars.host}}/weda",
            body='{\n  "PageSize": 20\n}\n',
        ),
        tags=("日报",),
        variables={"who": "a"},
        captures={"Id": "$.Id"},
        asserts=(Assertion("$.a[?(@.b=='c')]", AssertionOperator.ONE_OF, (1, "x")),),
        poll=Poll(Assertion("status", AssertionOperator.EQUALS, 200), at_most=30.0),
    )
    assert (
        render_saved_request(request, None)
        == """\
tags = [
    "日报",
]
endpoint = "workflow.Start"
method = "POST"
url = "{{vars.host}}/weda"
headers = [
    "Content-Type: application/json;charset=utf-8",
]
body = '''
{
  "PageSize": 20
}
'''

[variables]
who = "a"

[capture]
Id = "$.Id"

[poll]
until = { on = "status", equals = 200 }
at_most = 30

[[assert]]
on = "$.a[?(@.b=='c')]"
oneOf = [
    1,
    "x",
]
"""
    )


def test_comments_order_and_spelling_of_a_hand_edited_file_stay() -> None:
    request = parse(SHAPED)
    draft = msgspec.structs.replace(request.draft, body='{\n"a": 2\n}')
    more = (*request.asserts, Assertion("status", AssertionOperator.EQUALS, 200))
    changed = msgspec.structs.replace(request, draft=draft, asserts=more)
    assert render_saved_request(changed, SHAPED) == (
        SHAPED.replace('\n{"a": 1}', '{\n"a": 2\n}') + '[[assert]]\non = "status"\nequals = 200\n'
    )


def test_a_body_with_carriage_returns_is_kept_in_readable_lines() -> None:
    draft = RequestDraft(endpoint_id="", method="PUT", url="/x", body='a\r\nb"""\r\n\\"')
    saved = render_saved_request(SavedRequest(path="a", draft=draft), None)
    assert 'body = """\na\\r\nb\\"""\\r\n\\\\\\""""' in saved
    assert parse(saved).draft.body == draft.body


def test_a_draft_is_a_file_with_the_variables_of_files() -> None:
    layers = (
        VariableLayer(VariableOrigin.COLLECTION, {"n": "4", "m": "1"}),
        VariableLayer(VariableOrigin.REQUEST, {"n": "5"}),
        VariableLayer(VariableOrigin.ROW, {"n": "6", "row": "r"}),
        VariableLayer(VariableOrigin.CAPTURED, {"m": "2", "captured": "c"}),
        VariableLayer(VariableOrigin.SET, {"n": "7", "set": "s"}),
    )
    draft = RequestDraft(endpoint_id="a.b", method="PUT", url="/x", layers=layers)
    assert parse(render_draft(draft)).variables == {"n": "5", "m": "1"}


def test_line_ends_and_byte_order_mark_stay() -> None:
    previous = "\ufeff" + SHAPED.replace("\n", "\r\n")
    saved = render_saved_request(msgspec.structs.replace(parse(previous), name="x"), previous)
    assert saved.startswith("\ufeff#")
    assert "\n" not in saved.replace("\r\n", "")


def test_true_is_not_taken_for_one() -> None:
    said = SHAPED.replace('equals = "ok"', "oneOf = [1]")
    request = parse(said)
    changed = msgspec.structs.replace(
        request, asserts=(Assertion("verdict", AssertionOperator.ONE_OF, (True,)),)
    )
    assert "oneOf = [true]" in render_saved_request(changed, said)


BASE = 'method = "POST"\nurl = "/x"\n'


@pytest.mark.parametrize(
    ("added", "code", "parameters"),
    [
        ("taggs = []", ErrorCode.TOML_UNKNOWN_KEY, {"line": 3, "key": "taggs", "nearest": "tags"}),
        ("tags = [1]", ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "tags"}),
        ('headers = ["x"]', ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "headers"}),
        ('name = "a\\u001b"', ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "name"}),
        ("record = 1", ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "record"}),
        ("body = {}", ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "body"}),
        ("assert = 1", ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "assert"}),
        ("poll = 1", ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "poll"}),
        ("[poll]\nevery = 1", ErrorCode.TOML_MISSING_KEY, {"key": "poll.until"}),
        (
            '[poll]\nuntil = { on = "status", equals = 1 }\nevery = 0',
            ErrorCode.TOML_BAD_VALUE,
            {"line": 5, "key": "poll.every"},
        ),
        (
            '[poll]\nuntil = { on = "status", equal = 1 }',
            ErrorCode.TOML_UNKNOWN_KEY,
            {"line": 4, "key": "poll.until.equal", "nearest": "equals"},
        ),
        ("[variables]\na = 1", ErrorCode.TOML_BAD_VALUE, {"line": 4, "key": "variables.a"}),
        ('[capture]\na = "b"', ErrorCode.TOML_BAD_VALUE, {"line": 4, "key": "capture.a"}),
        (
            '[[assert]]\non = "status"\nequals = 1\n[[assert]]\non = "status"\nequal = 1',
            ErrorCode.TOML_UNKNOWN_KEY,
            {"line": 8, "key": "assert.2.equal", "nearest": "equals"},
        ),
        (
            '[[assert]]\non = "status"\nequals = 1\n[[assert]]\non = "code"\nequals = 1',
            ErrorCode.TOML_BAD_VALUE,
            {"line": 7, "key": "assert.2.on"},
        ),
        ('[[assert]]\non = "status"', ErrorCode.TOML_BAD_VALUE, {"line": 3, "key": "assert.1"}),
        (
            '[[assert]]\non = "status"\nmatches = "("',
            ErrorCode.TOML_BAD_VALUE,
            {"line": 5, "key": "assert.1.matches"},
        ),
        (
            '[[assert]]\non = "$.a"\nisNull = "yes"',
            ErrorCode.TOML_BAD_VALUE,
            {"line": 5, "key": "assert.1.isNull"},
        ),
        (
            '[[assert]]\non = "status"\nlessThan = nan',
            ErrorCode.TOML_BAD_VALUE,
            {"line": 5, "key": "assert.1.lessThan"},
        ),
        ("a = = 1", ErrorCode.TOML_SYNTAX, {"line": 3}),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    added: str, code: ErrorCode, parameters: dict[str, object]
) -> None:
    with pytest.raises(FileError) as caught:
        parse(BASE + added)
    assert caught.value.code == code
    assert caught.value.parameters == caught.value.parameters | parameters | {"file": "审批/a.toml"}


@pytest.mark.parametrize(("said", "key"), [("", "url"), ('url = "/x"', "method")])
def test_what_cannot_be_sent_is_refused(said: str, key: str) -> None:
    with pytest.raises(FileError) as caught:
        parse(said)
    assert caught.value.code == ErrorCode.TOML_MISSING_KEY
    assert caught.value.parameters["key"] == key


def test_the_name_of_an_endpoint_is_enough() -> None:
    assert parse('endpoint = "workflow.Start"').draft.url == ""


def test_an_example_is_added_below_what_a_person_wrote() -> None:
    example = Example(
        name="找不到",
        status=200,
        verdict="failure",
        code="FlowInstanceNotFound",
        at="2026-11-25T01:42:18Z",
        env_type="prod",
        headers=(("Content-Type", "application/json"),),
        body='{\n  "Response": {}\n}',
    )
    request = msgspec.structs.replace(parse(SHAPED), examples=(example,))
    text = render_saved_request(request, SHAPED)
    assert text.startswith(SHAPED.rstrip("\n"))
    assert parse(text) == request
    assert text.endswith("""\
[[example]]
name = "找不到"
status = 200
verdict = "failure"
code = "FlowInstanceNotFound"
at = "2026-11-25T01:42:18Z"
env_type = "prod"
headers = ["Content-Type: application/json"]
body = '''{
  "Response": {}
}'''
""")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("status = 200", ErrorCode.TOML_MISSING_KEY),
        ('name = "a"\nstatus = 42', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nstatus = true', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nverdict = "fine"', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nat = "yesterday"', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nsize = -1', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nheaders = ["x"]', ErrorCode.TOML_BAD_VALUE),
        ('name = "a"\nstate = 1', ErrorCode.TOML_UNKNOWN_KEY),
    ],
)
def test_an_example_that_says_something_else_is_refused(said: str, code: ErrorCode) -> None:
    with pytest.raises(FileError) as refused:
        parse(f'endpoint = "a.b"\n[[example]]\n{said}\n')
    assert refused.value.code is code


def test_an_address_needs_no_method_where_the_endpoint_has_one() -> None:
    text = 'endpoint = "workflow.StopFlow"\nurl = "{{vars.host}}/x"\n'
    read = parse_saved_request(text, file="a.toml", path="a")
    assert (read.draft.method, read.draft.url) == ("", "{{vars.host}}/x")
    assert render_saved_request(read, text) == text
