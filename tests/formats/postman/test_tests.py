"""Assertions as Postman scripts: read back exactly, and judged as this program judges."""

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Expectations
from weda_tui.formats.postman.tests import read_tests, unsaid_tests, write_tests
from weda_tui.formats.postman.write import in_order

NODE = shutil.which("node") or ""
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = texts | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e9, 1e9)
names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8)
printable = names.filter(str.isprintable)
expectations = st.builds(
    Expectations,
    asserts=st.lists(
        st.builds(
            Assertion,
            on=st.sampled_from(["status", "verdict", "header X-A", "$.a['b\"c'][0]", "$.*", "$"]),
            operator=st.sampled_from([AssertionOperator.EQUALS, AssertionOperator.CONTAINS]),
            expected=values,
        ),
        max_size=3,
    ).map(tuple),
    captures=st.dictionaries(printable, st.sampled_from(["$.id", "header X"]), max_size=2),
    depends=st.lists(printable, max_size=2).map(tuple),
)


@given(expectations)
@example(
    Expectations((Assertion("$", AssertionOperator.EQUALS, "a\n  \n\u2028 b\r\n'''\"\"\"\\"),))
)
@example(Expectations((Assertion("$", AssertionOperator.EQUALS, "*/ \x85 \ufeff"),)))
def test_a_script_is_read_again(wanted: Expectations) -> None:
    assert (read_tests(write_tests(wanted)) or Expectations()) == wanted


def test_a_script_that_was_changed_is_none_of_ours() -> None:
    script = write_tests(Expectations((Assertion("status", AssertionOperator.EQUALS, 200),)))
    assert read_tests(script.replace("// equals = 200", "// equals = 201")) is None
    assert read_tests(f"{script}\npm.sendRequest('https://h');") is None
    assert read_tests("// weda-tui: tests\n// [[assert]]\n// on = 'nothing'") is None
    assert read_tests("") is None


ANSWER = """{"code": 0, "id": 1528933366865600513, "price": 1.10, "t": "审批 a\\"b", "n": null,
 "list": [1, "x", {"a": true}], "o": {"k": 1e2}, "digits": "42", "w": "0.10"}"""
OP = AssertionOperator
JUDGED = [
    ("status", OP.EQUALS, 200, True), ("status", OP.LESS_THAN, 200, False),
    ("time", OP.LESS_THAN, 1000, True), ("size", OP.GREATER_THAN, 5, True),
    ("header X-Num", OP.EQUALS, 7, True), ("header x-none", OP.EXISTS, False, True),
    ("verdict", OP.EQUALS, "ok", True), ("verdict", OP.NOT_EQUALS, "ok", False),
    ("$.id", OP.EQUALS, 1528933366865600513, True), ("$.id", OP.EQUALS, 1528933366865600512, False),
    ("$.id", OP.EQUALS, "1528933366865600513", True), ("$.id", OP.EQUALS, "{{id}}", True),
    ("$.id", OP.GREATER_THAN, 1528933366865600512, True),
    ("$.price", OP.EQUALS, 1.1, True), ("$.price", OP.EQUALS, "1.10", True),
    ("$.o.k", OP.EQUALS, 100, True), ("$.t", OP.CONTAINS, "审批", True),
    ("$.t", OP.NOT_CONTAINS, "x", True), ("$.t", OP.LENGTH, 6, True),
    ("$.t", OP.MATCHES, "^审.*b$", True), ("$.list", OP.LENGTH, 3, True),
    ("$.list", OP.CONTAINS, "x", True), ("$.list", OP.CONTAINS, 1, True),
    ("$.list[2].a", OP.EQUALS, True, True), ("$.list[2].a", OP.EQUALS, "true", True),
    ("$['o']", OP.CONTAINS, "k", True), ("$.n", OP.IS_NULL, True, True),
    ("$.n", OP.EXISTS, True, True), ("$.none", OP.EXISTS, True, False),
    ("$.none", OP.IS_NULL, False, False), ("$.list.length", OP.EXISTS, True, False),
    ("$.digits", OP.EQUALS, 42, False), ("$.digits", OP.EQUALS, "42", True),
    ("$.w", OP.ONE_OF, ("a", "0.10"), True), ("$.code", OP.ONE_OF, (1, 0), True),
]  # fmt: skip


@pytest.mark.skipif(not NODE, reason="no node here")
def test_scripts_judge_as_our_runner_does(tmp_path: Path) -> None:
    asserts = tuple(Assertion(on, operator, expected) for on, operator, expected, _ in JUDGED)
    captures = {"id": "$.id", "first": "$.list", "none": "$.none", "num": "header X-Num"}
    wanted = Expectations(asserts, captures)
    stand_in = f"""
        const results = [], kept = {{}};
        const pm = {{
            response: {{
                code: 200, responseTime: 12, responseSize: 99, text: () => {json.dumps(ANSWER)},
                headers: {{ get: (name) => ({{ "x-num": "7" }})[name.toLowerCase()] }},
            }},
            variables: {{ get: () => undefined,
                replaceIn: (text) => text.replace("{{{{id}}}}", "1528933366865600513") }},
            environment: {{ set: (name, value) => {{ kept[name] = value; }} }},
            test: (name, run) => {{
                try {{ run(); results.push(true); }} catch (_) {{ results.push(false); }}
            }},
        }};
    """
    file = tmp_path / "script.js"
    shown = "\nconsole.log(JSON.stringify([results, kept]));"
    file.write_text(stand_in + write_tests(wanted) + shown, encoding="utf-8")
    done = subprocess.run([NODE, str(file)], check=True, capture_output=True, timeout=60)
    results, kept = json.loads(done.stdout)
    judged = [f"{on} {operator} {expected}" for on, operator, expected, _ in JUDGED]
    assert dict(zip(judged, results, strict=True)) == {
        name: holds for name, (*_, holds) in zip(judged, JUDGED, strict=True)
    }
    assert kept == {"id": "1528933366865600513", "first": '[1,"x",{"a":true}]', "num": "7"}
    assert list(unsaid_tests(wanted)) == []


SECRET = "k-1234567890"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
FAILING = [
    (Assertion("$.state", OP.EQUALS, "x"), False, "done"),
    (Assertion("$.state", OP.EQUALS, "x"), True, None),
    (Assertion("status", OP.EQUALS, 201), True, "200"),
    (Assertion("$.access_token", OP.EXISTS, False), False, None),
    (Assertion("header Set-Cookie", OP.EXISTS, False), False, None),
    (Assertion("$.other", OP.EQUALS, "x"), False, "***"),
    (Assertion("$.other", OP.MATCHES, "^eyJhb"), False, "***"),
    (Assertion("$.long", OP.MATCHES, "^a"), True, None),
    (Assertion("$.echo", OP.CONTAINS, "k-"), False, "***"),
    (Assertion("$", OP.EQUALS, "x"), False, "***"),
    (Assertion("$.list", OP.LENGTH, 3), False, "object"),
    (Assertion("$.state", OP.MATCHES, "[z-{{v}}]"), False, "done"),
]


def outputs(folder: Path, *scripts: str) -> list[str]:
    """Run scripts, each in a function of its own, and return what each of them writes."""
    file = folder / "script.js"
    text = "".join(f"(() => {{\n{each}\n}})();\nconsole.log('\\x1e');\n" for each in scripts)
    file.write_text(text, encoding="utf-8")
    done = subprocess.run([NODE, str(file)], check=True, capture_output=True, timeout=60)
    return done.stdout.decode().split("\x1e\n")[:-1]


@pytest.mark.skipif(not NODE, reason="no node here")
def test_a_script_shows_no_secret_of_an_answer(tmp_path: Path) -> None:
    """For a pattern that JavaScript refuses, the script shows the pattern as the file has it."""
    answer = {"state": "done", "access_token": SECRET, "other": TOKEN, "list": [1]}
    answer |= {"long": "abcdefghijklmnopqrstuvwxyz", "echo": f"key: {SECRET}"}
    stand_in = f"""
        const pm = {{
            response: {{ code: 200, text: () => {json.dumps(json.dumps(answer))},
                headers: {{ get: () => {json.dumps(SECRET)} }} }},
            variables: {{ get: (name) => name === "SECRET_KEY" ? {json.dumps(SECRET)} : undefined,
                replaceIn: (text) => text.replace("{{{{v}}}}", {json.dumps(SECRET)}) }},
            test: (name, run) => {{
                try {{ run(); }} catch (error) {{
                    console.log(JSON.stringify([name, error.message]));
                }}
            }},
        }};
    """
    scripts: list[str] = []
    for assertion, answers_tokens, _ in FAILING:
        wanted = Expectations((assertion,))
        scripts.append(write_tests(wanted, answers_tokens=answers_tokens))
        assert read_tests(scripts[-1]) == wanted
    written = outputs(tmp_path, *(stand_in + each for each in scripts))
    for (assertion, _, shown), text in zip(FAILING, written, strict=True):
        name, message = json.loads(text.splitlines()[-1])
        assert message == (shown or name), assertion
        assert SECRET not in text
        assert TOKEN not in text


def are_kept(folder: Path, values: Sequence[str], known: Mapping[str, str]) -> list[bool]:
    """Run a script that captures each value; return whether the script stores it."""
    stand_ins = (
        f"""
        const pm = {{ response: {{ text: () => {json.dumps(json.dumps({"v": value}))} }},
            variables: {{ get: (name) => ({json.dumps(known)})[name] }},
            environment: {{ set: (name, value) => console.log(value) }} }};
        """
        for value in values
    )
    script = write_tests(Expectations((), {"v": "$.v"}))
    written = outputs(folder, *(each + script for each in stand_ins))
    assert all(text in {"", f"{each}\n"} for each, text in zip(values, written, strict=True))
    return [text != "" for text in written]


@pytest.mark.skipif(not NODE, reason="no node here")
def test_no_captured_value_begins_a_variable_or_a_line(tmp_path: Path) -> None:
    wanted = {
        **dict.fromkeys(("{{SECRET_KEY}}", "{SECRET_KEY}}", "a{", "{"), False),
        **dict.fromkeys(("1", "a}b", '{"a": {"b": 1}}', "审批", ""), True),
        **dict.fromkeys(("a\r\nPOST / HTTP/1.1", "a\rb", "a\nb"), False),
    }
    assert dict(zip(wanted, are_kept(tmp_path, [*wanted], {}), strict=True)) == wanted


KEY = "s3cret/Key+of-the-deployment-01"
GIVEN = "given-token-0123456789abcdef"
REPEATED = [
    f"Bearer {GIVEN}",
    f"x{quote(quote(GIVEN.replace('-', '~'))).replace('~', '%2D')}x",
    GIVEN.replace("g", "\\u0067"),
    base64.b64encode(f"Bearer {GIVEN}".encode()).decode(),
    GIVEN.encode().hex(),
    "Basic " + base64.b64encode(f"id:{KEY}".encode()).decode(),
    quote(KEY, safe=""),
]


@pytest.mark.skipif(not NODE, reason="no node here")
def test_no_captured_value_repeats_a_token_or_a_key(tmp_path: Path) -> None:
    known = {"access_token": GIVEN, "SECRET_KEY": KEY, "PASSWORD": "short"}
    assert are_kept(tmp_path, REPEATED, known) == [False] * len(REPEATED)
    assert are_kept(tmp_path, REPEATED, {}) == [True] * len(REPEATED)
    assert are_kept(tmp_path, ["short"], known) == [True]  # else guesses could be distinguished


@pytest.mark.skipif(not NODE, reason="no node here")
def test_a_verdict_is_that_of_the_envelope(tmp_path: Path) -> None:
    script = write_tests(Expectations((Assertion("status", OP.EQUALS, 200),)))
    answers = [
        '{"Response": {"Error": {"Code": "FailedOperation"}}}',
        '{"Response": {"Error": {"Code": ""}}}',
        '{"code": "INVALID", "message": "m"}',
        '{"error": "invalid_grant"}',
        '{"code": 0}',
        "no json",
    ]
    runs = (
        f"""
            const headers = {{ get: () => undefined }};
            const pm = {{ response: {{ code: 200, text: () => {json.dumps(each)}, headers }},
                variables: {{ get: () => undefined }},
                test: (name, run) => {{
                    if (!name.startsWith("verdict")) {{ return; }}
                    try {{ run(); console.log("ok"); }} catch (_) {{ console.log("failure"); }}
                }} }};
            {script}
        """
        for each in answers
    )
    judged = [each.strip() for each in outputs(tmp_path, *runs)]
    assert judged == ["failure", "ok", "failure", "failure", "ok", "ok"]


def test_what_has_no_counterpart_is_named() -> None:
    wanted = Expectations(
        (
            Assertion("$.data.access_token", OP.MATCHES, "^eyJa"),
            Assertion("header Set-Cookie", OP.CONTAINS, "a"),
            Assertion("$.items[*].id", OP.EXISTS, True),
            Assertion("verdict", OP.EQUALS, "unknown"),
            Assertion("$.t", OP.MATCHES, "(?i)a"),
            Assertion("status", OP.EQUALS, 200),
        ),
        {"id": "$..id", "ok": "$.id"},
    )
    assert list(unsaid_tests(wanted)) == [
        "assert $.data.access_token matches",
        "assert header Set-Cookie contains",
        "assert $.items[*].id exists",
        "assert verdict equals",
        "assert $.t matches",
        "capture id",
    ]
    assert read_tests(write_tests(wanted)) == wanted


def test_what_others_depend_on_comes_first() -> None:
    depends = {"a": ("f/x",), "b": (), "f/x": ("f/y",), "f/y": ("b",), "c": ("d",), "d": ("c",)}
    assert in_order(["a", "b", "f", "c", "d"], depends) == ["b", "f", "a", "d", "c"]
    assert in_order(["f/x", "f/y"], depends) == ["f/y", "f/x"]
    assert in_order(["c", "b"], {"c": (), "b": ()}) == ["c", "b"]
    many = [str(number) for number in range(3000)]
    chain = {each: (str(int(each) + 1),) for each in many[:-1]} | {many[-1]: ()}
    assert in_order(many, chain) == many[::-1]
