"""Variables of a crafted workspace do no harm in an export."""

import json
import re

import pytest

from tests.adversarial.machine import READ, SAVED, Machine
from tests.adversarial.test_exports import REQUEST_FORMATS, SECRETS
from tests.adversarial.test_requests import append, be_behind_a_gate, quoted
from weda_tui.cli.export import CODE
from weda_tui.core.interchange.export_format import LOAD_FORMATS

KEYS = "{{SECRET_KEY}} {{PASSWORD}} {{access_token}}"
PLACES = [(), ("--env", "hq")]
NAMES = [
    *("v", "WeDa.EnvId", "weda.envid", "USERNAME", "secret_id", "Basic_Auth", "$uuid", "$guid"),
    *(" v ", " v", "v ", "\tv", "\u00a0v", "v\n", "\u2003v", "", "v`", "{v", "access_token_expiry"),
]


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


def define(machine: Machine, place: str, lines: str, url: str, more: str = "") -> None:
    """Write a request with variables in one of the places that a workspace has for variables."""
    variables = f"[variables]\n{lines}"
    own = variables if place == "request" else ""
    machine.write("collections/lure/zz.toml", f'method = "POST"\nurl = {quoted(url)}\n{more}{own}')
    if place == "folder":
        machine.write("collections/lure/folder.toml", variables)
    if place == "environment":
        append(machine, "environments/hq.toml", variables)


@pytest.mark.parametrize("place", ["request", "folder", "environment"])
@pytest.mark.parametrize("name", NAMES)
def test_no_variable_with_secrets_goes_elsewhere(machine: Machine, name: str, place: str) -> None:
    body = f"body = {quoted('A{{' + name + '}}B')}\n"
    define(machine, place, f"{quoted(name)} = {quoted(KEYS)}\n", "<EVIL>/x", body)
    for format_ in REQUEST_FORMATS:
        for where in PLACES:
            ran = machine.run("export", "lure/zz", "--format", format_, *where, "--lang", "en")
            said = f"{format_} {where}: {ran.text}{ran.talk}"
            if name.startswith("$"):
                assert [each for each in SECRETS if each in ran.text] == [], said
                is_left_out = ran.status == 2
                assert is_left_out or f"variables {name}" in ran.talk or place == "environment"
            else:
                assert (ran.status, ran.data) == (2, b""), said


@pytest.mark.parametrize("place", ["request", "folder", "environment", "capture"])
def test_a_collection_writes_plain_names_alone(machine: Machine, place: str) -> None:
    lines = "".join(f"{quoted(name)} = {quoted('$.a')}\n" for name in NAMES)
    if place == "capture":
        machine.write("collections/lure/zz.toml", f"{SAVED}[capture]\n{lines}")
    else:
        define(machine, place, lines, "{{vars.host}}/x")
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


@pytest.mark.parametrize(
    "name", ["v", "WeDa.EnvId", "USERNAME", "SECRET_ID", "basic_auth", "$uuid"]
)
@pytest.mark.parametrize("format_", REQUEST_FORMATS)
def test_no_variable_leads_out_of_the_prefix(machine: Machine, name: str, format_: str) -> None:
    be_behind_a_gate(machine)
    url = f"{{{{vars.host}}}}/{{{{{name}}}}}/other-tenant/x"
    define(machine, "request", f'"{name}" = ".."\n"$guid" = ".."\n', url)
    for where in PLACES:
        ran = machine.run("export", "lure/zz", "--format", format_, *where, "--lang", "en")
        assert "/../" not in ran.text
        assert 'guid"' not in ran.text
        assert name == "$uuid" or f"{{{{{name}}}}}/other" not in ran.text


@pytest.mark.parametrize("format_", REQUEST_FORMATS)
@pytest.mark.parametrize("lines", ["", '[capture]\np = "$.p"\n'])
def test_no_open_and_no_captured_value_is_in_a_path_below_a_prefix(
    machine: Machine, format_: str, lines: str
) -> None:
    be_behind_a_gate(machine)
    machine.write("collections/lure/a.toml", f'method = "GET"\nurl = "<EVIL>/x"\n{lines}')
    machine.write(
        "collections/lure/zz.toml", 'method = "POST"\nurl = "{{vars.host}}/{{p}}/other-tenant"\n'
    )
    for where in PLACES:
        ran = machine.run("export", "lure", "--format", format_, *where, "--lang", "en")
        is_load = format_ in LOAD_FORMATS  # load tests have no request to another host
        assert ran.status == (2 if is_load else 0), ran.talk
        assert "other-tenant" not in ran.text
        assert is_load or "zz was not exported" in ran.talk


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


@pytest.mark.parametrize("format_", REQUEST_FORMATS)
@pytest.mark.parametrize(
    "query",
    [
        *("k={{SECRET_KEY}}", "{{access_token}}", "a=1&t={{PASSWORD}}", "k={{basic_auth}}"),
        *("k={{v}}", "k={{my_password}}", "k={{密码}}", "k={{t}}"),
    ],
)
def test_no_secret_is_in_an_address(machine: Machine, format_: str, query: str) -> None:
    """Programs that run an export print its URLs."""
    machine.write("collections/lure/a.toml", f'{SAVED}[capture]\nt = "$.access_token"\n')
    machine.write(
        "collections/lure/zz.toml",
        f'method = "GET"\nurl = "{{{{vars.host}}}}/zz-path?{query}"\n'
        '[variables]\nv = "{{SECRET_KEY}}"\n',
    )
    for where in PLACES:
        ran = machine.run("export", "lure", "--format", format_, *where, "--lang", "en")
        assert ran.status == 0, ran.talk
        assert "zz-path" not in ran.text
        assert "zz was not exported" in ran.talk


@pytest.mark.parametrize("format_", sorted({*CODE} - {"http", "har"}))
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
def test_two_variables_of_a_program_are_two(
    machine: Machine, format_: str, one: str, other: str
) -> None:
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "{{vars.host}}/x"\n'
        f'body = "first {{{{{one}}}}} second {{{{{other}}}}} third {{{{{one}}}}}"\n',
    )
    ran = machine.run("export", "lure/zz", "--format", format_, "--env", "hq", "--lang", "en")
    assert ran.status == 0, ran.talk
    (line,) = (each for each in ran.text.splitlines() if "first " in each and "third " in each)
    first, second, third = re.findall(r"WEDA_VAR_\w+", line)
    assert first == third
    assert first != second


EXPECTED = [
    *("{{SECRET_KEY}}", "{{ SECRET_KEY }}", "{{access_token}}", "{{vars.host}}", "{{v}}", "{{w}}"),
    *("{{t}}", "{{a}}{{b}}", "{{密码}}", "{{SECRET{{y}}}}", "{{{y}}SECRET_KEY}}"),
]


@pytest.mark.parametrize("operator", ["equals", "contains", "matches"])
@pytest.mark.parametrize("expected", EXPECTED)
def test_no_expectation_names_a_secret(machine: Machine, operator: str, expected: str) -> None:
    machine.write(
        "collections/lure/a.toml", f'{SAVED}[variables]\ny = "{{"\n[capture]\nt = "$.a"\n'
    )
    machine.write(
        "collections/lure/zz.toml",
        f'{SAVED}[variables]\nv = "{{{{SECRET_KEY}}}}"\nw = "{{{{v}}}}"\na = "{{{{SECRET"\n'
        f'b = "_KEY}}}}"\n[[assert]]\non = "status"\n{operator} = {quoted(f"[z-{expected}]")}\n',
    )
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert ran.status == 0, ran.talk
    assert "[z-" not in ran.text
    assert "assert status" in ran.talk


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
    for where in PLACES:
        ran = machine.run("export", "lure", "--format", "postman", *where, "--lang", "en")
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


@pytest.mark.parametrize("place", ["body", "header"])
@pytest.mark.parametrize(("url", "text", "first"), MISPLACED.values(), ids=MISPLACED)
def test_no_secret_is_in_a_body_or_header(
    machine: Machine, url: str, text: str, first: str, place: str
) -> None:
    """A server may store both; Postman keeps variables and captures from request to request."""
    asks = TOKEN_CALLS["token"] if "access_token" in first else SAVED
    machine.write("collections/lure/a.toml", f"{asks}{first}")
    header = quoted(f"X-Request-Id: {text}")
    lines = f"body = {quoted(text)}\n" if place == "body" else f"headers = [{header}]\n"
    machine.write("collections/lure/zz.toml", f'method = "POST"\nurl = "{url}"\n{lines}')
    formats = ["postman"] if first else REQUEST_FORMATS
    for format_ in formats:
        ran = machine.run("export", "lure", "--format", format_, "--env", "hq", "--lang", "en")
        assert ran.status == 0, ran.talk
        assert "zz was not exported" in ran.talk, format_
        assert text not in ran.text


PLACED = {
    "revoke": (REVOKE, '{"token": "{{access_token}}"}', ""),
    "sign-in": (
        "{{vars.host}}/auth/v1/signin",
        '{"username": "{{USERNAME}}", "password": "{{PASSWORD}}"}',
        "",
    ),
    "own": (ANY, '{"password": "{{my_password}}", "id": "{{id}}"}', '[capture]\nid = "$.id"\n'),
    "json": (ANY, '{"a": {{v}}}', '[variables]\nv = \'{"b": {"c": 1}}\'\n'),
}


@pytest.mark.parametrize(("url", "body", "first"), PLACED.values(), ids=PLACED)
def test_what_a_body_may_hold_is_exported(
    machine: Machine, url: str, body: str, first: str
) -> None:
    machine.write("collections/lure/a.toml", f"{SAVED}{first}")
    machine.write(
        "collections/lure/zz.toml", f'method = "POST"\nurl = "{url}"\nbody = {quoted(body)}\n'
    )
    for format_ in REQUEST_FORMATS:
        ran = machine.run("export", "lure", "--format", format_, "--env", "hq", "--lang", "en")
        assert (ran.status, "zz was not" in ran.talk) == (0, False), ran.talk


@pytest.mark.parametrize(
    "body",
    [
        '{"data": {"accessToken": "x"}}',
        *("access_token=x&y=1", "<a><access_token>hello</access_token></a>", "access_token: hello"),
        *('{"basic_auth": "x1", "SECRET_KEY": "x2"}', '{"user_access_token": "x"}'),
    ],
)
def test_no_export_puts_a_secret_where_a_file_has_none(machine: Machine, body: str) -> None:
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "{ANY}"\nbody = {quoted(body)}\nheaders = ["Access-Token: x"]\n',
    )
    for format_ in ("http", "har"):
        ran = machine.run("export", "lure", "--format", format_, "--env", "hq", "--lang", "en")
        assert ran.status == 0, ran.talk
        names = re.findall(
            r"\{\{(access_token|user_access_token|basic_auth|SECRET_KEY)\}\}", ran.text
        )
        assert names == ["access_token"]  # of the Authorization header


LED = {
    "host": ("{{vars.host}}{{x}}zz-path", "", "/"),
    "prefix": ("{{vars.host}}/{{x}}/zz-path", "", "a"),
    "header": ("{{vars.host}}/zz-path", 'headers = ["X-Forwarded-Host: {{x}}"]\n', "<HOME-PLACE>"),
    "path-header": ("{{vars.host}}/zz-path", 'headers = ["X-Original-URL: {{x}}"]\n', "/weda-a"),
}


@pytest.mark.parametrize("format_", sorted(LOAD_FORMATS))
@pytest.mark.parametrize(("url", "headers", "value"), LED.values(), ids=LED)
def test_no_variable_hides_a_captured_value_that_leads_away(
    machine: Machine, url: str, headers: str, value: str, format_: str
) -> None:
    """A load test uses the captured text where the file has a harmless value."""
    be_behind_a_gate(machine)
    machine.write("collections/lure/a.toml", f'{SAVED}[capture]\nx = "$.x"\n')
    define(machine, "request", f"x = {quoted(value)}\n", url, headers)
    for where in PLACES:
        ran = machine.run("export", "lure", "--format", format_, *where, "--lang", "en")
        assert ran.status == 0, ran.talk
        assert "zz-path" not in ran.text
        assert "zz was not exported" in ran.talk
