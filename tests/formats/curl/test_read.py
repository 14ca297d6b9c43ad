"""An imported curl command becomes the request that curl sends; all else is named as a loss."""

import base64
import re
import shutil
import subprocess
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.echo_server import echo_server
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.import_plan import Loss, LossKind
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.formats.curl.read import read_curl
from weda_tui.formats.curl.write import write_curl

COMMANDS = r"""
curl HOST/a
curl HOST/a?x=1 -X DELETE
curl HOST -d a=1 -d b=2
curl HOST --data-raw @x -H 'Content-Type: text/plain'
curl HOST --data-binary '' -H 'X-Empty;'
curl HOST --json '{"a": 1.10}' --json '{"b":2}'
curl HOST -G -d a=1 --data-urlencode 'b=x y&z' --url-query 'c=+'
curl HOST?z=1 -G -d a=1
curl HOST?z=1 --url-query 'c=+ x' --url-query +d=+ --url-query e
curl HOST --data-urlencode =a=b --data-urlencode 'plain text'
curl -I HOST/page
curl -XPUT HOST/x -H "A: 'q' \"d\" \$v" -d $'l1\nl2\t\'é'
curl HOST -u user:pass
curl HOST --oauth2-bearer abc -A me -e http://r/ -r 0-9
curl HOST -b 'a=1; b' -b c=2
curl HOST -H 'Content-Type:' -d x
curl HOST/a/../b/./c
curl HOST/%E5%AE%A1?q='审批'
curl -sSLo /dev/null HOST/next --next HOST/two -d second
curl HOST HOST/2 -d same
curl HOST -d @- <<< 'here string'
curl HOST --data-binary @- <<'END'
line one

  two $not
END
""".strip()


def blocks(text: str) -> list[str]:
    """Return the commands, each with its heredoc."""
    return ["curl " + block.strip("\n") for block in ("\n" + text).split("\ncurl ")[1:]]


def sent_headers(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers without those that every client sets itself."""
    own = {"host", "user-agent", "accept", "content-length"}
    return {name: value for name, value in headers.items() if name not in own}


def as_sent(draft: RequestDraft) -> tuple[str, str, dict[str, str], bytes]:
    headers: dict[str, str] = {}
    for name, value in draft.headers:
        scheme, _, credentials = value.partition(" ")
        if name == "Authorization" and scheme == "Basic":
            coded = base64.b64encode(credentials.encode()).decode()
            headers[name.lower()] = f"Basic {coded}"
        else:
            headers[name.lower()] = value
    target = re.sub("^http://[^/?]*", "", draft.url)
    target = target if target.startswith("/") else f"/{target}"
    return draft.method, target, headers, draft.body.encode()


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="no curl here")
@pytest.mark.parametrize("command", blocks(COMMANDS))
def test_what_is_read_is_what_curl_sends(command: str) -> None:
    with echo_server() as (base, seen):
        text = command.replace("HOST", base)
        shell = shutil.which("bash") or ""
        subprocess.run([shell, "-c", text], check=True, capture_output=True, timeout=20)
        read = read_curl(text)
    drafts = [as_sent(request.draft) for request in read.requests]
    assert len(drafts) == len(seen)
    for draft, one in zip(drafts, seen, strict=True):
        target = one.target.encode("latin-1").decode()
        assert (draft[0], draft[1], draft[3]) == (one.method, target, one.body)
        assert sent_headers(draft[2]) == sent_headers(one.headers)


def test_what_a_browser_copies_for_bash() -> None:
    read = read_curl(
        "curl 'https://weda.example.cn/weda/workflow/v1/prod/StartFlow?a=1' \\\n"
        "  -H 'accept: */*' \\\n  -H $'x-note: it\\'s \\u5ba1' \\\n"
        '  --data-raw $\'{"a":"\\u0021"}\' \\\n  --compressed'
    )
    (request,) = read.requests
    assert request.path == "StartFlow"
    assert request.draft.headers[:2] == (("accept", "*/*"), ("x-note", "it's 审"))
    assert (request.draft.method, request.draft.body) == ("POST", '{"a":"!"}')
    assert read.losses == ()


def test_what_a_browser_copies_for_cmd() -> None:
    read = read_curl(
        'curl ^"https://h/a?b=1^&c=^%^20^" ^\r\n'
        '  -H ^"accept: application/json^" ^\r\n'
        '  -H ^"sec-ch-ua: ^\\^"Chrome^\\^";v=^\\^"1^\\^"^" ^\r\n'
        '  --data-raw ^"^{^\\^"a^\\^":1,^\r\n\r\n^\\^"b^\\^":^\\^"^%^\\^"^}^"'
    )
    (request,) = read.requests
    assert request.draft.url == "https://h/a?b=1&c=%20"
    assert request.draft.headers[1] == ("sec-ch-ua", '"Chrome";v="1"')
    assert request.draft.body == '{"a":1,\n"b":"%"}'


def test_what_a_browser_copies_for_powershell() -> None:
    read = read_curl(
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n"
        '$session.UserAgent = "Mozilla"\n'
        '$session.Cookies.Add((New-Object System.Net.Cookie("sid", "1", "/", "h")))\n'
        'Invoke-WebRequest -UseBasicParsing -Uri "https://h/a?b=1" `\n-Method "POST" `\n'
        '-WebSession $session `\n-Headers @{\n"accept"="*/*"\n  "x-b"="`"q`""\n} `\n'
        '-ContentType "application/json" `\n-TimeoutSec 5 `\n'
        '-Body ([System.Text.Encoding]::UTF8.GetBytes("{`"a`":1}"))'
    )
    (request,) = read.requests
    assert (request.draft.method, request.draft.url) == ("POST", "https://h/a?b=1")
    assert request.draft.headers == (
        ("accept", "*/*"),
        ("x-b", '"q"'),
        ("User-Agent", "Mozilla"),
        ("Content-Type", "application/json"),
        ("Cookie", "sid=1"),
    )
    assert request.draft.body == '{"a":1}'
    assert read.losses == (Loss(LossKind.OPTION, "-TimeoutSec", "a"),)


def test_what_cannot_be_taken_is_named() -> None:
    for command, loss in [
        ("curl h/a --max-time 3", (LossKind.OPTION, "--max-time")),
        ("curl h/a -x proxy:1", (LossKind.OPTION, "--proxy")),
        ("curl h/a -k", (LossKind.OPTION, "--insecure")),
        ("curl h/a -d @secret.txt", (LossKind.FILE, "secret.txt")),
        ("curl h/a -T up.bin", (LossKind.FILE, "up.bin")),
        ("curl h/a -F f=@pic.png -F a=1", (LossKind.FILE, "pic.png")),
        ("curl h/a -b jar.txt", (LossKind.FILE, "jar.txt")),
        ("curl h/a -d @- < in.txt", (LossKind.FILE, "in.txt")),
        ("echo x | curl h/a -d @-", (LossKind.FILE, "echo")),
        ("curl h/a -H nocolon", (LossKind.HEADER, "nocolon")),
        ("curl 'h/{a,b}'", (LossKind.OPTION, "{a,b}")),
    ]:
        case = command, loss
        losses = read_curl(command).losses
        assert loss in [(each.what, each.name) for each in losses], case
        assert all(each.where for each in losses if each.what is not LossKind.SHELL), case


def test_what_the_shell_would_do_is_named_and_stops_a_send() -> None:
    read = read_curl('curl "h/$ID/`date`" -H "A: Bearer $(cat token)" | jq .')
    (request,) = read.requests
    assert request.draft.url == "http://h/{{ID}}/{{command}}"
    assert request.draft.headers == (("A", "Bearer {{command}}"),)
    assert [(each.what, each.name) for each in read.losses] == [
        (LossKind.SHELL, "`date`"),
        (LossKind.SHELL, "$(cat token)"),
        (LossKind.VARIABLE, "$ID"),
        (LossKind.SHELL, "jq ."),
    ]


@pytest.mark.parametrize(
    "text", ["curl 'h", 'curl "h', "curl $'h", "curl `h", "curl $(h", 'curl ^"h']
)
def test_a_quote_that_never_ends_is_told_with_its_line(text: str) -> None:
    with pytest.raises(FileError) as caught:
        read_curl(f"curl a\n{text}", file="x.sh")
    assert caught.value.code is ErrorCode.IMPORT_QUOTE_OPEN
    assert caught.value.parameters == {"file": "x.sh", "line": 2}


def test_an_empty_address_is_no_address() -> None:
    (request,) = read_curl("curl ' '").requests
    assert request.draft.url == ""


def test_a_text_without_curl_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        read_curl("wget http://h", file="x.sh")
    assert caught.value.code is ErrorCode.IMPORT_EMPTY


@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    st.lists(
        st.tuples(
            st.from_regex(r"X-[A-Za-z]{1,5}", fullmatch=True),
            st.text(
                st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]),
                min_size=1,
            ),
        ),
        max_size=3,
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r{}")),
)
@example(method="POST", headers=[], body="a ^\nb")
@example(method="POST", headers=[("X-A", '^"')], body="it's ^\n'")
@example(method="GET", headers=[], body="\x01^")
def test_what_we_write_is_read_again(
    method: str, headers: list[tuple[str, str]], body: str
) -> None:
    sent = PreparedRequest(
        method=method,
        url="https://h/a?b=c%20d",
        headers=(*headers, ("Content-Type", "text/plain")),
        body=body.encode(),
    )
    (request,) = read_curl(write_curl(sent)).requests
    draft = request.draft
    assert (draft.method, draft.url, draft.body) == (method, sent.url, body)
    assert draft.headers == sent.headers


@given(st.text(alphabet=st.sampled_from("curl -d'\"\\$`^()<>|&;#\n {}a1@=!")))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with suppress(FileError):
        read_curl(f"curl {text}")


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("printf %s 'a\\n%s' | curl https://h/ --data-binary @-", "a\\n%s"),
        ("printf 'a%%\\047\\n%s' b | curl https://h/ --data-binary @-", "a%'\nb"),
        ("printf '\\345\\256\\241' | curl https://h/ --data-binary @-", "审"),
    ],
)
def test_what_printf_pipes_is_the_body(command: str, body: str) -> None:
    got = read_curl(command)
    assert got.requests[0].draft.body == body
    assert got.losses == ()


@pytest.mark.parametrize(
    "words", ["printf '%d' 1", "printf %s", "printf %s a b", "printf '\\'", "printf '\\377'"]
)
def test_what_printf_prints_otherwise_is_named(words: str) -> None:
    got = read_curl(f"{words} | curl https://h/ --data-binary @-")
    assert Loss(LossKind.FILE, "printf", "h") in got.losses


def test_a_target_is_the_path_and_query() -> None:
    got = read_curl("curl --request-target '/b?' https://h:1/a?c=1")
    assert got.requests[0].draft.url == "https://h:1/b?"
    assert got.losses == ()


def test_line_breaks_of_a_body_stay_where_the_file_has_others() -> None:
    got = read_curl("curl https://h/ \\\n  -d 'a'\ncurl https://h/ --data-raw 'a\r\nb'\n")
    assert got.requests[1].draft.body == "a\r\nb"
    assert read_curl("curl https://h/ \\\r\n  -d 'a'\r\n").requests[0].draft.body == "a"
