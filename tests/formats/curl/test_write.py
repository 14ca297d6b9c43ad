import os
import shlex
import subprocess
import sys
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
    """Return what the shell hands over."""
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
    assert words(write_curl(request(), place))[4:6] == ["--cacert", "/a b/ca.pem"]
    careless = msgspec.structs.replace(place, verify_tls=False)
    assert "--insecure" in write_curl(request(), careless)
    assert "--cacert" not in write_curl(request(), careless)


shell_text = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60
) | st.sampled_from(
    ["it's", "$(id)", "`id`", "\\", "!x", "a\nb\\\n c", "'", '"', "@file", "-x", "%s", "~"]
)


@given(shell_text, shell_text)
def test_the_shell_reads_every_text_as_it_is(body: str, value: str):
    sent = request(body=body.encode(), headers=(JSON, ("X", value or "x")))
    given = (
        shlex.split(write_curl(sent).replace(" \\\n  ", " "))
        if "\\\n" not in body + value
        else None
    )
    if given is not None and body:
        assert given[-1] == body
        assert given[given.index("--data-raw") - 1] == f"X: {value or 'x'}"


ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="no POSIX shell")
@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=200).map(lambda data: b"\0\xff" + data))
def test_bytes_that_are_no_text_reach_curl_through_a_pipe(body: bytes):
    command = write_curl(request(body=body))
    piped, _, rest = command.partition(" | curl ")
    assert rest.endswith("--data-binary @-")
    echo = f"{shlex.quote(sys.executable)} -c {shlex.quote(ECHO)}"
    done = subprocess.run(["/bin/sh", "-c", f"{piped} | {echo}"], capture_output=True, check=True)
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
    is_piped = command.startswith("printf %s '")
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
