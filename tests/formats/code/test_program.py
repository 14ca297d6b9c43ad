"""Exported programs send their requests byte for byte."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import certifi
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.echo_server import Seen, echo_server
from tests.formats.keeping_server import keeping_server
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.formats.code.open_variables import environment_name, named_variable, open_variable
from weda_tui.formats.code.program import ProgramLanguage, open_names, write_code
from weda_tui.formats.code.program_call import ProgramCall

NODE, CURL, BASH = (shutil.which(name) or "" for name in ("node", "curl", "bash"))
TOKEN, BASIC = open_variable("access_token"), open_variable("basic_auth")
LANGUAGES = [
    ProgramLanguage.PYTHON,
    pytest.param(ProgramLanguage.NODE, marks=pytest.mark.skipif(not NODE, reason="no node here")),
    pytest.param(
        ProgramLanguage.CURL, marks=pytest.mark.skipif(not (CURL and BASH), reason="no curl")
    ),
]


def run(language: ProgramLanguage, code: str, folder: Path) -> str:
    """Run a program unchanged, and return its output."""
    file = folder / "program"
    file.write_text(code, encoding="utf-8")
    command = {
        ProgramLanguage.PYTHON: sys.executable,
        ProgramLanguage.NODE: NODE,
        ProgramLanguage.CURL: BASH,
    }[language]
    environ = os.environ | {"ACCESS_TOKEN": "s3cr$t'\"`", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [command, str(file)], check=True, capture_output=True, env=environ, timeout=60
    )
    return done.stdout.decode()


def request(base: str, body: bytes, method: str = "POST") -> PreparedRequest:
    return PreparedRequest(
        method=method,
        url=f"{base}/weda/a%20b?x=1&y=%7B",
        headers=(
            ("Authorization", f"Bearer {TOKEN}"),
            ("Content-Type", "application/json;charset=utf-8"),
            ("X-Quotes", "'\"\\$HOME`"),
        ),
        body=body,
    )


def check(seen: Seen, body: bytes) -> None:
    assert (seen.method, seen.target, seen.body) == ("POST", "/weda/a%20b?x=1&y=%7B", body)
    assert seen.headers["authorization"] == "Bearer s3cr$t'\"`"
    assert seen.headers["content-type"] == "application/json;charset=utf-8"
    assert seen.headers["x-quotes"] == "'\"\\$HOME`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_sends_what_the_request_says(language: ProgramLanguage, tmp_path: Path) -> None:
    bodies = [b"", '{"a": "审批\\n\'\\"${x}`\u2028"}\r\n\ttail'.encode(), b'{"t": "1"}']
    with echo_server() as (base, seen):
        calls = [ProgramCall(f"n{n}\n# x", request(base, body)) for n, body in enumerate(bodies)]
        code = write_code(language, calls)
        run(language, code, tmp_path)
    assert len(seen) == len(bodies)
    for one, body in zip(seen, bodies, strict=True):
        check(one, body)
    assert open_names(calls) == ["ACCESS_TOKEN"]
    assert "s3cr" not in code


@pytest.mark.parametrize("language", LANGUAGES[:2])
def test_a_body_without_a_type_gets_none(language: ProgramLanguage, tmp_path: Path) -> None:
    with echo_server() as (base, seen):
        bare = PreparedRequest(method="PUT", url=f"{base}/", headers=(), body=b"\xff\x00x")
        run(language, write_code(language, [ProgramCall("n", bare)]), tmp_path)
    assert seen[0].body == b"\xff\x00x"
    assert "content-type" not in seen[0].headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_follows_a_body_that_may_be_left_unread(
    language: ProgramLanguage, tmp_path: Path
) -> None:
    with keeping_server() as (base, seen):
        calls = [
            ProgramCall("n", PreparedRequest(method=each, url=f"{base}/", headers=(), body=b"x"))
            for each in ("GET", "DELETE", "POST", "GET")
        ]
        run(language, write_code(language, calls), tmp_path)
    assert len({each.connection for each in seen}) == len(seen) == len(calls)
    assert language is ProgramLanguage.CURL or all(each.is_last for each in seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_variable_may_stand_anywhere(language: ProgramLanguage, tmp_path: Path) -> None:
    with echo_server() as (base, seen):
        sent = PreparedRequest(
            method="POST",
            url=base + "/" + open_variable("plain"),
            headers=(("Content-Type", "text/plain"), ("X-A", f"{TOKEN}'{TOKEN}")),
            body=f"{TOKEN}, '{TOKEN}'".encode(),
        )
        code = write_code(language, [ProgramCall("n", sent)])
        os.environ["WEDA_VAR_PLAIN"] = "id-1"
        try:
            run(language, code, tmp_path)
        finally:
            del os.environ["WEDA_VAR_PLAIN"]
    secret = "s3cr$t'\"`"
    assert seen[0].target == "/id-1"
    assert seen[0].headers["x-a"] == f"{secret}'{secret}"
    assert seen[0].body.decode() == f"{secret}, '{secret}'"


@pytest.mark.parametrize("place", ["", ":/opt/lib", "/opt/lib:.", "HERE"])
def test_nothing_is_imported_from_a_folder_of_others(tmp_path: Path, place: str) -> None:
    for folder in (tmp_path, tmp_path / "beside"):
        folder.mkdir(exist_ok=True)
        for name in ("httpx", "base64", "hashlib", "ssl"):
            (folder / f"{name}.py").write_text("print('planted')\n", encoding="utf-8")
    host = Environment(name="e", host="http://127.0.0.1:1", env_types=(), ca_file="/gone")
    call = PreparedRequest(
        method="GET",
        url="http://127.0.0.1:1/",
        headers=(("Authorization", f"Basic {BASIC}"),),
        body=b"",
    )
    code = write_code(ProgramLanguage.PYTHON, [ProgramCall("n", call)], host, host.host)
    for file in (tmp_path / "program.py", tmp_path / "beside/program.py"):
        file.write_text(code, encoding="utf-8")
        environ = os.environ | {"PYTHONPATH": place.replace("HERE", str(tmp_path))}
        done = subprocess.run(
            [sys.executable, "-S" if place == "HERE" else "-B", str(file)], cwd=tmp_path,
            capture_output=True, env=environ, check=False, timeout=60,
        )  # fmt: skip
        assert b"planted" not in done.stdout + done.stderr
        assert b"Error" in done.stderr  # the file is missing, or httpx because of -S


def test_tls_is_as_the_environment_says() -> None:
    call = [ProgramCall("n", PreparedRequest(method="GET", url="https://h/", headers=(), body=b""))]
    loose = Environment(name="e", host="https://h", env_types=(), verify_tls=False)
    own = Environment(name="e", host="https://h", env_types=(), ca_file="/c a.pem")
    assert "verify=False" in write_code(ProgramLanguage.PYTHON, call, loose)
    assert "--cacert '/c a.pem'" in write_code(ProgramLanguage.CURL, call, own)
    assert "NODE_TLS_REJECT_UNAUTHORIZED" in write_code(ProgramLanguage.NODE, call, loose)
    assert "--insecure" in write_code(ProgramLanguage.CURL, call, loose)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ca_file_that_changed_is_not_trusted(language: ProgramLanguage, tmp_path: Path) -> None:
    authorities = tmp_path / "c'a.pem"
    authorities.write_bytes(Path(certifi.where()).read_bytes() + "# 公司\n".encode())
    digest = hashlib.sha256(authorities.read_bytes()).hexdigest()
    with echo_server() as (base, seen):
        place = Environment(name="e", host=base, env_types=(), ca_file=str(authorities))
        code = write_code(language, [ProgramCall("n", request(base, b""))], place, base, digest)
        run(language, code, tmp_path)
        assert len(seen) == 1
        authorities.write_text("another", encoding="utf-8")
        with pytest.raises(subprocess.CalledProcessError) as refused:
            run(language, code, tmp_path)
    kind = b"command" if language is ProgramLanguage.CURL else b"program"
    assert b"c'a.pem: changed since this " + kind + b" was written" in refused.value.stderr
    assert len(seen) == 1


def test_an_http_message_has_braces_for_a_variable() -> None:
    text = write_code(ProgramLanguage.HTTP, [ProgramCall("n", request("https://h", b"{}"))])
    assert "\nPOST https://h/weda/a%20b?x=1&y=%7B HTTP/1.1\n" in text
    assert "Authorization: Bearer {{ACCESS_TOKEN}}\n" in text


def test_names_of_environment_variables() -> None:
    for name, variable in [
        ("vars.host", "VARS_HOST"),
        ("access_token", "ACCESS_TOKEN"),
        ("1x", "WEDA_VAR_1X"),
        ("审批", "WEDA_VAR_VALUE"),
        ("a-b", "WEDA_VAR_A_B"),
        ("AWS_SECRET_ACCESS_KEY", "WEDA_VAR_AWS_SECRET_ACCESS_KEY"),
        ("SECRET_KEY", "WEDA_VAR_SECRET_KEY"),
        ("ACCESS_TOKEN", "WEDA_VAR_ACCESS_TOKEN"),
        ("Vars.Host", "WEDA_VAR_VARS_HOST"),
    ]:
        assert environment_name(name) == variable, name


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_text_is_the_same_in_python(text: str) -> None:
    sent = PreparedRequest(method="POST", url="https://h/", headers=(), body=text.encode())
    code = write_code(ProgramLanguage.PYTHON, [ProgramCall(text, sent)])
    compiled = compile(code, "program", "exec")
    assert text == "" or text.encode().decode() in _constants(compiled)


@pytest.mark.parametrize(
    "language", [ProgramLanguage.PYTHON, ProgramLanguage.NODE, ProgramLanguage.CURL]
)
@pytest.mark.parametrize("name", ["x;id", 'x"]', "$(id)", "1x", "", "é", "x\n"])
def test_no_program_has_a_name_that_is_code(language: ProgramLanguage, name: str) -> None:
    sent = PreparedRequest(
        method="GET", url="https://h/", headers=(("X", named_variable(name)),), body=b""
    )
    with pytest.raises(ValueError, match="no name of an environment variable"):
        write_code(language, [ProgramCall("n", sent)])


def _constants(code: object) -> list[object]:
    found: list[object] = []
    for each in getattr(code, "co_consts", ()):
        found += [each, *_constants(each)]
    return found


CODES = (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
PASTED = "".join(chr(code) for code in CODES if chr(code) not in "\n\t")


@pytest.mark.parametrize("language", ProgramLanguage)
def test_nothing_of_a_program_acts_where_it_is_pasted(language: ProgramLanguage) -> None:
    text = f"a{PASTED}b"
    place = Environment(name="e", host="https://h", env_types=(), ca_file=f"/{text}.pem")
    sent = PreparedRequest(
        method="POST", url=f"https://h/?a={text}", headers=(("X-A", text),), body=text.encode()
    )
    if language is ProgramLanguage.HTTP:
        sent = msgspec.structs.replace(sent, url="https://h/")
    calls = [ProgramCall(f"n{text}", sent), ProgramCall("n", sent)]
    code = write_code(language, calls, place, f"https://h/{text}")
    assert [each for each in PASTED if each in code] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_acts_on_a_terminal_is_sent_as_it_is(
    language: ProgramLanguage, tmp_path: Path
) -> None:
    body = f"\t{PASTED}\n\\'{PASTED}审批👩\u200d💻".encode()
    value = "a\tb\x85\u2028\u202e"
    with echo_server() as (base, seen):
        sent = PreparedRequest(method="POST", url=base, headers=(("X-A", value),), body=body)
        run(language, write_code(language, [ProgramCall("n", sent)]), tmp_path)
    assert seen[0].body == body
    assert seen[0].headers["x-a"].encode("latin-1").decode() == value


@pytest.mark.parametrize("name", ["a; id x", "$(id)", "`id`", "a'b\\", "!1", "a&b|c>d"])
def test_a_title_is_no_command_where_comments_are_none(name: str) -> None:
    """An interactive zsh runs the text after ``#``."""
    call = PreparedRequest(method="GET", url="https://h/", headers=(), body=b"")
    code = write_code(ProgramLanguage.CURL, [ProgramCall(name, call), ProgramCall("审批 a", call)])
    assert shlex.split(code.splitlines()[0])[:1] == ["#"]
    assert len(shlex.split(code.splitlines()[0])) == 2
    assert "# 审批 a\n" in code
