import hashlib
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.formats.code.open_variables import named_variable, open_variable
from weda_tui.formats.curl.write import write_curl

URL = "https://weda.example.cn/weda/workflow/v1/prod/StopFlow"
JSON = ("Content-Type", "application/json")


def request(**changes: object) -> PreparedRequest:
    first = PreparedRequest(method="POST", url=URL, headers=(JSON,), body=b'{"a": 1}')
    return msgspec.structs.replace(first, **changes)


def words(command: str) -> list[str]:
    """Return the words that the shell passes on."""
    return shlex.split(command.replace("\\\n", ""))


def test_a_command_has_an_option_a_line():
    assert write_curl(request()) == (
        f"curl -X POST {URL} \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        "  --data-raw '{\"a\": 1}'"
    )


def test_a_call_without_a_body_sends_none():
    assert words(write_curl(request(method="GET", body=b"", headers=()))) == [
        "curl",
        "-X",
        "GET",
        URL,
    ]


def test_head_is_asked_for_in_curls_own_way():
    assert words(write_curl(request(method="HEAD", body=b"", headers=()))) == [
        "curl",
        "--head",
        URL,
    ]


def test_curl_adds_no_content_type_of_its_own():
    given = words(write_curl(request(headers=())))
    assert given[given.index("-H") + 1] == "Content-Type:"


def test_an_empty_header_is_sent_all_the_same():
    given = words(write_curl(request(headers=(JSON, ("X-Empty", "")))))
    assert "X-Empty;" in given


@pytest.mark.parametrize(
    ("url", "option"),
    [
        (f"{URL}?ids[0]={{1,2}}", "--globoff"),
        (f"{URL}/../x", "--path-as-is"),
        (f"{URL}/.", "--path-as-is"),
    ],
)
def test_curl_leaves_the_address_alone(url: str, option: str):
    given = words(write_curl(request(url=url)))
    assert option in given
    assert url in given
    assert option not in write_curl(request(url=f"{URL}/a.b"))


@pytest.mark.parametrize("url", ["-Kevil", "--config=evil", "-o/tmp/x"])
def test_an_address_is_no_option(url: str):
    given = words(write_curl(request(url=url)))
    assert given[given.index(url) - 1] == "--url"
    assert "--url" not in words(write_curl(request()))


def test_a_variable_has_a_name_that_a_shell_takes():
    for body in (
        named_variable("a b").encode(),
        b"\xff" + named_variable("a;id").encode(),
        named_variable("").encode(),
    ):
        with pytest.raises(ValueError, match="no name of an environment variable"):
            write_curl(request(body=body))


def test_tls_is_checked_as_the_environment_says():
    place = Environment(name="e", host="https://h", env_types=(), ca_file="/a b/ca.pem")
    given = words(write_curl(request(), place))[4:8]
    assert given == ["--cacert", "/a b/ca.pem", "--capath", "/dev/null"]
    careless = msgspec.structs.replace(place, verify_tls=False)
    assert "--insecure" in write_curl(request(), careless)
    assert "--cacert" not in write_curl(request(), careless)
    assert "sha256sum" not in write_curl(request(), careless, ca_digest="0a")


@pytest.mark.parametrize(
    ("proxy", "options"),
    [
        ("none", ["--noproxy", "*"]),
        ("system", []),
        ("http://10.20.4.2:3128", ["--proxy", "http://10.20.4.2:3128", "--noproxy", ""]),
    ],
)
def test_a_command_takes_the_proxy_of_the_environment(proxy: str, options: list[str]):
    place = Environment(name="e", host="https://h", env_types=(), proxy=proxy)
    given = words(write_curl(request(), place))
    assert [each for each in given if each in options] == options
    assert ("--proxy" in given, "--noproxy" in given) == (len(options) == 4, bool(options))


shell_text = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60
) | st.sampled_from(
    ["it's", "$(id)", "`id`", "\\", "!x", "a\nb\\\n c", "'", '"', "@file", "-x", "%s", "~"]
)


@given(shell_text, shell_text)
def test_the_shell_reads_every_text_as_it_is(body: str, value: str):
    command = write_curl(request(body=body.encode(), headers=(JSON, ("X", value or "x"))))
    if "printf" not in command and "\\\n" not in body + value and body:
        given = shlex.split(command.replace(" \\\n  ", " "))
        assert given[-1] == body
        assert given[given.index("--data-raw") - 1] == f"X: {value or 'x'}"


SHELLS = [
    pytest.param(shell.split(), marks=pytest.mark.skipif(not shutil.which(shell.split()[0]),
                 reason=f"no {shell} here"), id=shell)
    for shell in ("sh", "bash", "dash", "zsh", "ksh", "mksh", "busybox sh", "fish")
]  # fmt: skip
RAW = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\0\n"),
    *("\x7f", "\x80", "\x85", "\x9b", "\x9f", "\u2028", "\u2029"),
    *(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
]
"""Characters that control a terminal when a command is pasted; a tab completes a file name."""
QUOTED = [
    *("it's", "\\'", "a\\'; echo x; # ", "\\\\'", "'\\", "\\", "\\\\", "a\\", "''", "'a'"),
    *("\\n\\u0041", "=ls", "#a", "-n", "-d @f", "~", "%s %d%%"),
    *("$HOME$(id)`id`${x}", "!x", "a\n!x\n", "a\\\nb", '"\\""', "\n\n", " a "),
    *("审批 张伟", "👩\u200d💻", "x\x01-", "-x\x01", "\x01%s\\'!", "\x017", "1\t2\r\n3\n"),
]  # fmt: skip


def arguments(shell: list[str], command: str, folder: Path) -> tuple[list[str], bytes]:
    """Return the arguments that a program named curl receives, and the bytes that it reads."""
    fake = folder / "curl"
    fake.write_text(
        "#!/bin/sh\nprintf '%s\\0' \"$@\"\ncase \" $* \" in *' @- '*) exec cat ;; esac\n"
    )
    fake.chmod(0o755)
    environ = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), "TOKEN": "s '\\ %s"}
    environ |= {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
    done = subprocess.run([*shell, "-c", command], capture_output=True, env=environ, check=True)
    *given, data = done.stdout.split(b"\0", command.count(" -") + 20)
    return [each.decode() for each in given], data


def sent_by(given: list[str], data: bytes) -> bytes:
    return data if "@-" in given else given[given.index("--data-raw") + 1].encode()


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_reads_the_same(shell: list[str], tmp_path: Path) -> None:
    for text in [*QUOTED, "x" + "".join(RAW) + "y"]:
        value = "x" + text.strip().replace("\n", " ")
        sent = request(body=text.encode(), headers=(JSON, ("X-A", value)), url=f"{URL}?a={value}")
        given, data = arguments(shell, write_curl(sent), tmp_path)
        assert sent_by(given, data) == text.encode(), ascii(text)
        assert f"X-A: {value}" in given, ascii(text)
        assert sent.url in given, ascii(text)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "name", ["ca.pem", "审 '\"批\\n!.pem", "a\tb\x1b.pem", "-c %s.pem"], ids=ascii
)
def test_no_shell_runs_a_command_with_another_ca_file(
    shell: list[str], name: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(b"-----BEGIN\0\r\n")
    place = Environment(name="e", host="https://h", env_types=(), ca_file=str(file))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    for body in (b"{}", b"a\x1b"):
        command = write_curl(request(body=body), place, ca_digest=digest)
        given, data = arguments(shell, command, tmp_path)
        assert given[given.index("--cacert") + 1] == str(file)
        assert sent_by(given, data) == body
    file.write_bytes(b"another")
    command = write_curl(request(), place, ca_digest=digest)
    for each in (command, command.replace(digest, "unreadable")):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            arguments(shell, each, tmp_path)
        assert refused.value.stdout == b""
        said = f"{file}: changed since this command was written\n"
        assert refused.value.stderr.decode() == said
    file.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        arguments(shell, command, tmp_path)


@pytest.mark.skipif(not shutil.which("shasum"), reason="no shasum here")
def test_a_machine_with_shasum_alone_checks_a_ca_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "cut", "shasum", "perl"):
        (tools / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(tools))
    file = tmp_path / "ca.pem"
    file.write_bytes(b"-----BEGIN\0\r\n")
    place = Environment(name="e", host="https://h", env_types=(), ca_file=str(file))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    command = write_curl(request(), place, ca_digest=digest)
    assert "--cacert" in arguments(["sh"], command, tmp_path)[0]
    (tools / "shasum").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        arguments(["sh"], command, tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_variable_stands_beside_what_is_no_text(shell: list[str], tmp_path: Path) -> None:
    mark = open_variable("access_token")
    for text in (f"a\\'{mark}\\", f"a\x1b%{mark}'b"):
        sent = request(body=text.encode(), headers=(JSON, ("X-A", text)))
        command = write_curl(sent).replace("ACCESS_TOKEN", "TOKEN")
        given, data = arguments(shell, command, tmp_path)
        filled = text.replace(mark, "s '\\ %s")
        assert sent_by(given, data) == filled.encode()
        assert f"X-A: {filled}" in given


def test_nothing_of_a_command_acts_on_a_terminal() -> None:
    for raw in RAW:
        text = f"a{raw}b"
        place = Environment(name="e", host="https://h", env_types=(), ca_file=f"/{text}/ca.pem")
        sent = request(
            method=text, url=f"{URL}/{text}?", headers=(("X-A", text),), body=text.encode()
        )
        assert raw not in write_curl(sent, place), raw


def test_no_line_of_a_body_recalls_a_command() -> None:
    """Old shells expand ``!`` inside quotes that began on a previous line."""
    assert "!" not in write_curl(request(body=b"{\n!-1:5:s/x//\n}"))
    assert "!x" in write_curl(request(body=b"a!x"))


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="no POSIX shell")
@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=200).map(lambda data: b"\0\xff" + data))
def test_bytes_that_are_no_text_reach_curl_through_a_pipe(body: bytes):
    command = write_curl(request(body=body))
    piped, _, rest = command.partition(" | curl ")
    assert rest.endswith("--data-binary @-")
    done = subprocess.run(["/bin/sh", "-c", f"{piped} | cat"], capture_output=True, check=True)
    assert done.stdout == body


def test_a_method_with_a_body_announces_an_empty_one():
    given = words(write_curl(request(body=b"", headers=())))
    assert given[-4:] == ["-H", "Content-Type:", "--data-raw", ""]


def test_an_address_keeps_an_empty_query_and_dots():
    assert "--request-target '/a?'" in write_curl(request(url="https://h/a?"))
    assert "--request-target /a/%2e%2e/b" in write_curl(request(url="https://h/a/%2e%2e/b"))
    assert "--request-target" not in write_curl(request(url="https://h/a?b=/%2e/c"))
    place = open_variable("vars.host")
    assert "--request-target '/a?'" in write_curl(request(url=f"{place}/a?"))
    assert "--request-target" not in write_curl(request(url="https://h/a?b"))


def test_head_has_no_body():
    given = words(write_curl(request(method="HEAD", headers=())))
    assert given == ["curl", "--head", URL]


@pytest.mark.parametrize("size", [100_000, 100_001, 2_000_000])
def test_a_long_body_is_no_argument(size: int):
    command = write_curl(request(body=b"'" * size))
    is_piped = command.startswith("printf %s ")
    assert is_piped is (size > 100_000)
    assert ("Expect:" in command) is (size >= 1_000_000)


@pytest.mark.parametrize("start", [b"x'", b"\xff%s\\n'\0", b"'" * 110_000])
def test_a_marked_place_is_a_variable_of_the_shell_everywhere(start: bytes, tmp_path: Path):
    body = start + open_variable("my.value").encode() + b"'"
    program = write_curl(request(body=body))
    script = tmp_path / "script"
    fake = (
        'curl() { case "$*" in *@-*) cat;; *) for last; do :; done; printf %s "$last";; esac; }\n'
    )
    script.write_text(fake + program, encoding="utf-8")
    value = "a 'b' %s \\n $x"
    environ = {"WEDA_VAR_MY_VALUE": value, "PATH": os.environ["PATH"]}
    done = subprocess.run(["/bin/sh", script], check=True, capture_output=True, env=environ)
    assert done.stdout == start + value.encode() + b"'"
