"""What exported programs send, by which route, and what they print; each is really run.

The host name of a deployment does not resolve in another process, so deployments with TLS are
behind a proxy.
"""

import base64
import os
import subprocess
from typing import NamedTuple

import pytest

from tests.adversarial.machine import CANARIES, HOME, SAVED, Machine, answer_as_weda
from tests.adversarial.recorder import Recorder, Reply, redirecting
from tests.adversarial.test_answers import answering
from tests.canaries import ACCESS, SECRET_ID, SECRET_KEY, leaks
from tests.wire.programs import COMMANDS, RUN

PROXIED = "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"
BASIC = base64.b64encode(f"{SECRET_ID}:{SECRET_KEY}".encode()).decode()
WITH_TOKEN_CALL = RUN[:2]
"""The export formats whose programs fetch a token themselves."""


class Done(NamedTuple):
    """The result of a program."""

    status: int
    printed: str


def run(machine: Machine, language: str, data: bytes, **environ: str) -> Done:
    """Run an export with the victim's key, or with a token if the program fetches none."""
    file = machine.folder / "program"
    file.write_bytes(data)
    given = {"SECRET_ID": SECRET_ID, "SECRET_KEY": SECRET_KEY}
    given = {"ACCESS_TOKEN": ACCESS} if language == "curl" else given
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [*COMMANDS[language], str(file)],
        capture_output=True,
        env={"HOME": str(machine.folder), "PYTHONDONTWRITEBYTECODE": "1"} | kept | given | environ,
        cwd=machine.folder,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


def export(machine: Machine, language: str, env: str, path: str = "basic") -> bytes:
    ran = machine.run("export", path, "--format", language, "--env", env, "--lang", "en")
    assert ran.status == 0, ran.talk
    return ran.data


def all_proxies(address: str) -> dict[str, str]:
    return {each: address for name in PROXIED for each in (name, name.lower())}


def add(machine: Machine, name: str, *options: str) -> None:
    """Add an environment with a key."""
    command = ("env", "add", name, "--secret-id", SECRET_ID, *options)
    added = machine.run(*command, stdin=f"{SECRET_KEY}\n")
    assert added.status == 0, added.talk


@pytest.mark.parametrize("language", RUN)
def test_no_program_trusts_an_authority_that_a_commit_put_in(
    machine: Machine, language: str
) -> None:
    home = Recorder(answer_as_weda, machine.trust.home)
    proxy = ("--proxy", home.base, "--ca-file", "certs/ca.pem")
    add(machine, "far", "--host", f"https://{HOME}", *proxy)
    program = export(machine, language, "far")
    done = run(machine, language, program, NO_PROXY="*", no_proxy="*")
    home.settle()
    home.close()
    assert done.status == 0, done.printed
    assert f"CONNECT {HOME}:443 HTTP/1.1" in home.requests
    assert ACCESS.encode() in home.received
    assert ACCESS.encode() not in home.in_plain
    machine.write("certs/ca.pem", machine.trust.evil_ca.read_text("utf-8"))
    machine.listen(port=home.port)
    done = run(machine, language, program)
    assert "certs/ca.pem: changed since this" in done.printed
    assert done.status == 1
    assert (machine.evil.requests, machine.stolen) == ([], [])


@pytest.mark.parametrize("language", RUN)
def test_no_program_takes_a_proxy_that_its_environment_turns_off(
    machine: Machine, language: str
) -> None:
    add(machine, "direct", "--host", machine.sites.plain.base, "--proxy", "none")
    machine.sites.clear()
    proxies = all_proxies(machine.evil.base)
    done = run(machine, language, export(machine, language, "direct"), **proxies)
    assert done.status == 0, done.printed
    assert (machine.evil.requests, machine.stolen) == ([], [])
    assert ACCESS.encode() in machine.sites.plain.received


@pytest.mark.parametrize("language", RUN)
def test_a_program_takes_the_proxy_of_its_environment(machine: Machine, language: str) -> None:
    program = export(machine, language, "corp")
    machine.sites.clear()
    ways = {**all_proxies(machine.evil.base), "NO_PROXY": "*", "no_proxy": "*"}
    done = run(machine, language, program, **ways)
    machine.sites.corporate.settle()
    assert done.status == 0, done.printed
    home = machine.sites.plain.base
    read = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
    assert machine.sites.corporate.requests[-1] == f"POST {home}{read} HTTP/1.1"
    assert (machine.sites.plain.requests, machine.evil.requests) == ([], [])


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("host", ["https://127.0.0.1:9", "<HOME>"])
def test_no_program_goes_round_a_proxy_that_fails(
    machine: Machine, language: str, host: str
) -> None:
    proxy = Recorder(answer_as_weda)
    add(machine, "far", "--host", machine.fill(host), "--proxy", proxy.base)
    proxy.close()
    machine.sites.clear()
    done = run(machine, language, export(machine, language, "far"))
    assert done.status != 0, done.printed
    assert machine.sites.plain.requests == []


def test_an_export_names_what_of_the_route_it_does_not_take(machine: Machine) -> None:
    own = str(machine.trust.client)
    add(machine, "far", "--host", machine.sites.home, "--proxy", machine.evil.base,
        "--ca-file", "certs/ca.pem", "--client-certificate", own)  # fmt: skip
    add(machine, "direct", "--host", machine.sites.plain.base, "--proxy", "none")
    add(machine, "loose", "--host", machine.sites.home, "--no-tls-verify")
    proxy = f'proxy = "{machine.evil.base}"'
    none = 'proxy = "none"'
    rows = {
        ("curl", "far"): ["client_certificate"],
        ("python", "far"): ["client_certificate"],
        ("node", "far"): ["client_certificate"],
        ("locust", "far"): [],
        ("http", "far"): ["ca_file", "client_certificate", proxy],
        ("har", "far"): ["ca_file", "client_certificate", proxy],
        ("postman", "far"): ["ca_file", "client_certificate", proxy],
        **{(name, "direct"): [] for name in ("curl", "python", "node", "locust")},
        **{(name, "direct"): [none] for name in ("http", "har", "postman")},
        ("k6", "direct"): [f"{none} (NO_PROXY=*)"],
        **{(name, "loose"): [] for name in ("curl", "python", "node", "locust", "k6")},
        **{(name, "loose"): ["verify_tls = false"] for name in ("http", "har", "postman")},
        **{(name, "hq"): [] for name in ("curl", "python", "node", "http", "har", "postman")},
    }
    said: dict[tuple[str, str], list[str]] = {}
    for format_, env in rows:
        ran = machine.run("export", "basic", "--format", format_, "--env", env, "--lang", "en")
        assert ran.status == 0, ran.talk
        end = " cannot be expressed in this format and was not exported."
        lines = [line.removesuffix(end) for line in ran.talk.splitlines() if line.endswith(end)]
        said[format_, env] = [line.removeprefix(f"{env}: ") for line in lines]
    assert said == rows
    place = machine.run("export", "far", "--format", "postman-env", "--lang", "en")
    assert f"far: {proxy} cannot be expressed" in place.talk


def test_node_names_the_proxy_of_this_machine(machine: Machine) -> None:
    """The modules of Node ignore the system proxy."""
    machine.patch.setenv("HTTP_PROXY", machine.sites.corporate.base)
    add(machine, "behind", "--host", "http://weda.example")
    words = ("export", "basic", "--env", "behind", "--lang", "en", "--format")
    assert 'behind: proxy = "system" cannot' in machine.run(*words, "node").talk
    assert 'proxy = "system" cannot' not in machine.run(*words, "python").talk


QUOTING = [
    Reply(f'{{"error": "x", "error_description": "Authorization: Basic {BASIC}"}}'.encode(), 401),
    Reply(f"<p>Basic {BASIC}</p>".encode(), 502),
    Reply(f"Basic {BASIC}".encode()),
    Reply(f'"{BASIC}"'.encode()),
    Reply(f'{{"error": "{BASIC}"}}'.encode()),
    redirecting(302, f"/login?from=Basic%20{BASIC}"),
]
"""Answers to a token call by a server that repeats what it cannot parse."""


@pytest.mark.parametrize("language", WITH_TOKEN_CALL)
@pytest.mark.parametrize("reply", QUOTING, ids=lambda each: f"{each.status}-{each.body[:3]!r}")
def test_no_program_prints_its_key(machine: Machine, language: str, reply: Reply) -> None:
    program = export(machine, language, "hq")
    machine.sites.plain.answers = answering("", reply)
    done = run(machine, language, program)
    assert done.status != 0
    assert leaks(done.printed, CANARIES) == []
    assert BASIC[:8] not in done.printed
    assert reply.status == 200 or f"HTTP {reply.status}" in done.printed


HOME_URL = 'method = "POST"\nurl = "{{vars.host}}/auth/v1/'
AUTH = {
    "endpoint": 'endpoint = "auth.clientCredential"\n',
    "address": f'{HOME_URL}token/clientCredential"\n',
    "escaped": f'{HOME_URL}t%6Fken/clientCredential"\n',
    "sign-in": f'{HOME_URL}signin"\nbody = "{{}}"\n',
    "variable": f'{HOME_URL}{{{{x}}}}/clientCredential"\n',
    "header": 'method = "POST"\nurl = "{{vars.host}}/weda/x"\n'
    'headers = ["X-Original-URL: /auth/v1/signin"]\n',
}


@pytest.mark.parametrize("language", WITH_TOKEN_CALL)
def test_no_program_prints_the_tokens_of_an_answer(machine: Machine, language: str) -> None:
    machine.lay(AUTH.values(), SAVED)
    program = export(machine, language, "hq", "lure")
    tokens = answer_as_weda("/auth/v1/signin")
    machine.sites.plain.answers = answering("/weda/x", tokens)
    done = run(machine, language, program, WEDA_VAR_X="token")
    assert done.status == 0, done.printed
    assert leaks(done.printed, CANARIES) == []
    assert '200 {"Response": {"RequestId": "r-1"' in done.printed
    assert done.printed.splitlines().count("200") == len(AUTH)


def test_a_curl_command_says_that_it_prints_tokens(machine: Machine) -> None:
    machine.write("collections/lure/zz.toml", AUTH["endpoint"])
    machine.write("collections/lure/za.toml", SAVED)
    ran = machine.run("export", "lure", "--format", "curl", "--env", "hq", "--lang", "en")
    assert "zz: masking the tokens in the response (it is printed as it is) cannot" in ran.talk
    assert "za: masking" not in ran.talk
    ran = machine.run("export", "lure", "--format", "python", "--env", "hq", "--lang", "en")
    assert "masking the tokens" not in ran.talk
