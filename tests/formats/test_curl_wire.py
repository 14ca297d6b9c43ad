"""A request imported from a curl command is sent as curl sends it, compared on the wire.

Both are sent to a recording server. Only a command that is imported without any loss is compared:
every difference is named as a loss. Headers that each client sets itself are ignored unless the
command sets them: Host, User-Agent, Accept, Accept-Encoding. So are the headers of one connection
(Connection, Content-Length, Transfer-Encoding, Expect). The boundary of a multipart body differs
between programs. Characters that a URL must not contain (RFC 3986) are escaped by this program;
curl sends most of them unchanged.
"""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.material import CORPORA
from tests.wire.recorder import Recorded, Recorder, recorder
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.interchange.adaptation import ImportContext
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, prepare
from weda_tui.core.requests.variables import variables_at
from weda_tui.formats.detection import Format
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.route_files import load_route
from weda_tui.session.interchange.imports import plan_requests
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CORPUS = CORPORA / "curl" / "curl_commands"
FILES = sorted(CORPUS.glob("*.sh"))
CATALOGUE = load_bundled_catalogue()
CURL, SHELL = shutil.which("curl") or "", shutil.which("bash") or ""
THEIRS = re.compile(r"(?:http://)?localhost:28139")
"""The address that curl's own test suite calls."""
CONNECTION = {b"connection", b"content-length", b"transfer-encoding", b"expect"}
OWN = {b"host", b"user-agent", b"accept", b"accept-encoding"}
ALLOWED = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>')
BOUNDARY = re.compile(rb"-*(?:weda-tui-boundary|-{10}[0-9A-Za-z]{10,})[-0-9]*")
HARMLESS = {"--location", "--insecure", "--max-time", "--connect-timeout", "--max-redirs"}
"""Options without an effect on a first request over plain HTTP."""
COMMANDS = r"""
curl HOST/a -r 600
curl HOST/a -r 0-9,20-29
curl HOST/a -r -500
curl HOST/a -r abc
curl HOST/a --range 7x
curl HOST/a -X post -d x
curl HOST/a/../b/./c
curl --path-as-is HOST/a/../b/./c
curl HOST/a/%2e%2e/b/%2E/c
curl HOST/..
curl HOST/a/..?x=/../y
curl HOST/a/b/.. --path-as-is
curl HOST//a//b
curl HOST/a/../../../b
curl --no-path-as-is HOST/a/../b
curl HOST/a?x={1}
curl -g 'HOST/a?x={1,2}&y=[1-3]'
curl 'HOST/a?x=[1]'
curl 'HOST/a?x="<>\^`{|}'
curl 'HOST/a#frag'
curl 'HOST/?#'
curl 'HOST?'
curl 'HOST/%zz%'
curl HOST/审批?名=张
curl HOST/a -F a=1
curl HOST/a -F 'a=b;type=text/plain'
curl HOST/a -F 'a=b;type=text/plain;charset=gbk'
curl HOST/a -F 'a=b;type="text/plain; charset=gbk"'
curl HOST/a -F 'a=b; type=text/plain; charset=gbk'
curl HOST/a -F 'a=b;c'
curl HOST/a -F 'a="b;c"'
curl HOST/a -F 'a="b\"c\\d\e"'
curl HOST/a -F 'a="b" '
curl HOST/a -F 'a= b '
curl HOST/a -F 'a="b"x;type=text/plain'
curl HOST/a -F 'a=b"c";type=text/plain'
curl HOST/a -F 'a=b;filename=x.txt'
curl HOST/a -F 'a=b;filename="x y\".txt";type=text/csv'
curl HOST/a -F 'a=b;type=text/csv;filename=x.csv'
curl HOST/a -F 'na"me=v'
curl HOST/a -F 'na\me=v'
curl HOST/a -F '名=值'
curl HOST/a -F 'a=b;headers="X-A: 1"'
curl HOST/a -F 'a=b;headers=X-A: 1'
curl HOST/a -F 'a=b;encoder=base64'
curl HOST/a -F 'a=b;encoder=quoted-printable'
curl HOST/a -F '=nameless'
curl HOST/a -F 'a=(;type=multipart/mixed' -F '=one' -F '=two' -F '=)'
curl HOST/a --form-string 'a=@b;type=x'
curl HOST/a --form-string 'a="q"'
curl HOST/a --form-escape -F 'na"me=v'
curl HOST/a -F a=b -H 'Content-Type: multipart/form-data; boundary=xx'
curl HOST/a -F a=b -H 'Content-Type: multipart/related'
curl HOST/a -F a=b -H 'Content-Type: text/plain'
curl HOST/a -F a=b -H 'Content-Type:'
curl HOST/a -F 'a=b;type='
curl HOST/a -F 'a='
curl HOST/a -F 'a=x=y'
curl HOST/a -F $'a=l1\nl2'
curl HOST/a -F $'a="l1\nl2"'
curl HOST/a -d x -H 'Content-Type: a/b' -H 'Content-Type: c/d'
curl HOST/a -H 'X-A: 1' -H 'x-a: 2'
curl HOST/a -H 'X-A:1' -H 'X-B:  2  '
curl HOST/a -H 'X-A;' -H 'X-B:'
curl HOST/a -H ' X-A: 1'
curl HOST/a -H 'X-A : 1'
curl HOST/a -H 'Accept:'
curl HOST/a -H 'User-Agent:'
curl HOST/a -H 'User-Agent;'
curl HOST/a -A ''
curl HOST/a -A one -A two
curl HOST/a -A one -H 'User-Agent: two'
curl HOST/a -e http://r -e http://s
curl HOST/a -e 'http://r;auto'
curl HOST/a -e ';auto'
curl HOST/a -e ''
curl HOST/a -e http://r -H 'Referer: two'
curl HOST/a -H 'Referer:' -e http://r
curl HOST/a -r 1-2 -H 'Range: bytes=3-4'
curl HOST/a -d a=1 -d ''
curl HOST/a -d '' -d b
curl HOST/a -d ''
curl HOST/a --data-raw $'a\nb\r\n'
curl HOST/a -d $'a\nb'
curl HOST/a --data-binary $'a\r\nb\n'
curl HOST/a --json '{"a":1}' -H 'Content-Type: x/y'
curl HOST/a --json '{"a":1}' -H 'Accept: x/y'
curl HOST/a --json '{"a":1}' -d x
curl HOST/a --json ''
curl HOST/a --data-urlencode 'a&b=c d'
curl HOST/a -G -d a=1 -X POST
curl HOST/a -G
curl HOST/a -I -G -d a=1
curl 'HOST/a?' -G -d a=1
curl 'HOST/a?x=1&' -G -d a=1
curl 'HOST/a#f' -G -d a=1
curl HOST -G -d a=1
curl HOST/a --url-query 'a=x y' -d b=1
curl HOST/a -G -d a=1 --url-query b=2
curl HOST/a -X DELETE -d a=1
curl HOST/a -X GET -d a=1
curl HOST/a -X PUT
curl HOST/a -I -X POST
curl HOST/a --request-target /other
curl HOST/a -d a=1 --next HOST/b
curl HOST/a -: HOST/b -d 2
curl --url HOST/a --url HOST/b -H 'X: 1'
curl HOST/a --head --no-head
curl HOST/a --no-get -d 1
curl HOST/a -dx -HX:1
curl HOST/a -XPUT -d@- <<< x
curl -sSfkLi HOST/a
curl HOST/a --http1.0
curl HOST/a -0
curl HOST/a --http1.1
curl HOST/a -H 'Content-Length: 5' -d 12345
curl HOST/a -H 'Transfer-Encoding: chunked' -d 12345
curl HOST/a -H 'Expect: 100-continue' -d 12345
curl HOST/a -H 'Expect:' -d 12345
curl HOST/a -H 'Connection: close'
curl HOST/a -H 'TE: gzip'
curl HOST/a --compressed
curl HOST/a -H 'Host: other.cn'
curl HOST/a -H 'Host:'
curl HOST/a -d @- <<'E'
a
b
E
curl HOST/a --data-binary @- <<'E'
a
b
E
curl HOST/a -F 'a=<-' <<< x
curl HOST/a -b ''
curl HOST/a -b 'a=1' -H 'Cookie: b=2'
curl HOST/a --proto-default https
curl HOST/a -q
curl HOST/a -v -o /dev/null -w '%{http_code}'
curl HOST/a -H 'X-A: é'
curl HOST/a -H $'X-A: a\tb'
curl HOST/a -H "X-A: a: b"
curl HOST/a -H 'Content-Type;' -d x
curl HOST/a -H 'content-type:' -d x
curl HOST/a -H 'Authorization: <x>'
curl HOST/a\?b=1\&c=2
curl "HOST/a" "HOST/b?x=1" -d y
curl HOST/a -d '%7B'
curl 'HOST/a?'
curl 'HOST/a?x=\[1\]\{a\}'
curl 'HOST/a?x=[]'
curl 'HOST/a?x={}'
curl 'HOST/a?b??'
curl HOST/a -d @- -d x <<< $'l1\nl2'
curl HOST/a -H 'X-A: 1' -H 'X-A:'
curl HOST/a -H 'X-A:' -H 'X-A: 1'
curl HOST/a -u a:b -H 'Authorization: <x>'
curl HOST/a -H 'Content-Type: a/b' -d x -d y
curl HOST/a -H 'Content-Type: a/b' --json x
curl HOST/a -A one -H 'User-Agent:'
curl HOST/a --data-urlencode 'a=x y~*!()+/:@' --data-urlencode 'é'
curl HOST/a -F 'a=b;type=text/plain;filename=x.csv;c=d;type=x/y'
curl HOST/a -F 'a=b;x=1;TYPE=text/plain'
curl HOST/a -F 'a="b;type=x/y'
curl HOST/a -F 'a=b;headers=X-A: 1;headers="X-B: 2;3";filename=" f "'
curl HOST/a -F 'a=b;filename=X.HTML' -F 'c=d;filename=e.csv' -F 'f=g;filename=png'
curl HOST/a -F 'a=b;filename=x.txt;headers="Content-Type: a/b"'
curl HOST/a -F a
curl HOST/a -F 'a=b' -H 'Content-Type: multipart/form-data; charset=utf-8'
""".strip()
pytestmark = pytest.mark.skipif(not (CURL and SHELL), reason="no curl here")


@pytest.fixture(scope="module", name="server")
def _server() -> Iterator[Recorder]:
    with recorder() as server:
        yield server


def blocks(text: str) -> list[str]:
    """Return the commands, each with its heredoc."""
    return ["curl " + block.strip("\n") for block in ("\n" + text).split("\ncurl ")[1:]]


def imported(text: str, host: str, root: Path) -> RequestPlan:
    environment = Environment(name="e", host=host, env_types=(EnvTypeSetting("dev", Guard.NONE),))
    known = ImportContext((environment,), CATALOGUE, Masker())
    return plan_requests(root, known, text.encode(), format_=Format.CURL, file="c.sh")


def run_curl(text: str, folder: Path) -> int:
    """Run a command in an empty folder and return its status.

    Requests that would leave this machine go to a closed port instead.
    """
    closed = "http://127.0.0.1:9"
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "NO_PROXY": "127.0.0.1"}
    environ |= {"http_proxy": closed, "HTTPS_PROXY": closed, "ALL_PROXY": closed}
    done = subprocess.run(
        [SHELL, "-c", text], env=environ, cwd=folder, capture_output=True, timeout=120, check=False
    )
    return done.returncode


async def send(requests: list[PreparedRequest], environment: Environment) -> None:
    clock = Clock()
    gateway, route = Gateway(clock), load_route(environment, Path())
    try:
        for request in requests:
            started = clock.monotonic()
            await gateway.exchange(request, route, started=started, on_progress=lambda _: None)
    finally:
        await gateway.aclose()


def send_imported(plan: RequestPlan, host: str) -> None:
    environment = Environment(name="e", host=host, env_types=(EnvTypeSetting("dev", Guard.NONE),))
    where = Target(environment, "dev")
    prepared = [prepare(each.draft, where, variables_at(where), "") for each in plan.requests]
    asyncio.run(send(prepared, environment))


def comparable(request: Recorded, own: set[bytes]) -> tuple[object, ...]:
    headers = sorted(
        (name.lower(), BOUNDARY.sub(b"-BOUNDARY", value))
        for name, value in request.headers
        if name.lower() not in own | CONNECTION
    )
    escaped = quote(request.target, safe=ALLOWED)
    target = re.sub("%[89a-fA-F][0-9a-fA-F]", lambda match: match[0].upper(), escaped)
    return request.method, target, headers, BOUNDARY.sub(b"-BOUNDARY", request.body)


def compare(text: str, server: Recorder, folder: Path) -> None:
    """Assert that curl and a send of the import are equal, or that a loss is named."""
    plan = imported(text, server.host, folder / "collections")
    if any(each.name not in HARMLESS for each in plan.losses):
        pytest.skip(f"named: {', '.join(f'{e.what} {e.name}' for e in plan.losses)}")
    set_here = {name.lower().encode() for e in plan.requests for name, _ in e.draft.headers}
    status = run_curl(text, folder)
    theirs = server.requests()
    if status and not theirs:
        pytest.skip(f"curl refuses it: {status}")
    send_imported(plan, server.host)
    ours = server.requests()
    own = OWN - set_here
    assert [comparable(each, own) for each in ours] == [comparable(each, own) for each in theirs]


@pytest.mark.skipif(not FILES, reason="no corpora here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_curls_own_suite_is_the_same_on_the_wire(
    server: Recorder, path: Path, tmp_path: Path
) -> None:
    compare(THEIRS.sub(server.host, path.read_text()), server, tmp_path)


@pytest.mark.parametrize("command", blocks(COMMANDS))
def test_a_command_is_the_same_on_the_wire(server: Recorder, command: str, tmp_path: Path) -> None:
    compare(command.replace("HOST", server.host), server, tmp_path)


SUITE_COMPARED = 37
"""The number of commands of curl's suite that are compared; others have losses or fail in curl."""


@pytest.mark.skipif(not FILES, reason="no corpora here")
def test_enough_of_curls_own_suite_comes_in_without_a_word(tmp_path: Path) -> None:
    host = "http://127.0.0.1:28139"
    plans = [imported(THEIRS.sub(host, path.read_text()), host, tmp_path) for path in FILES]
    compared = [plan for plan in plans if all(each.name in HARMLESS for each in plan.losses)]
    assert len(compared) >= SUITE_COMPARED
