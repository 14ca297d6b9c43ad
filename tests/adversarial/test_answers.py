"""A response of the deployment cannot make this machine send secrets elsewhere."""

from collections.abc import Callable

import pytest

from tests.adversarial.machine import READ, Machine, answer_as_weda, stolen
from tests.adversarial.recorder import Answers, Reply, json_reply, redirecting
from tests.canaries import PASSWORD, SECRET_KEY, leaks

TOKEN, SIGN_IN = "/auth/v1/token/clientCredential", "/auth/v1/signin"
CALL = "/weda/workflow"
WAYS = [
    (CALL, ("send", READ, "--yes", "--env")),
    (TOKEN, ("token", "--refresh", "--env")),
    (SIGN_IN, ("env", "check")),
    ("/weda", ("catalogue", "models", "--refresh", "--env")),
]
"""Commands that call each path; the name of the environment is appended."""


def answering(path: str, reply: Reply) -> Answers:
    """Return the deployment's answers, but ``reply`` for all paths that begin with ``path``."""
    return lambda asked: reply if asked.startswith(path) else answer_as_weda(asked)


REDIRECTS = [
    *((status, "<EVIL>/x") for status in (300, 301, 302, 303, 305, 307, 308)),
    *((307, f"{other}/x") for other in ("<EVIL-S>", "//<EVIL-PLACE>", "http://user@<EVIL-PLACE>")),
]


@pytest.mark.parametrize("environment", ["hq", "tls"])
@pytest.mark.parametrize(("status", "leads_to"), REDIRECTS)
def test_a_redirect_is_not_followed(
    machine: Machine, status: int, leads_to: str, environment: str
) -> None:
    site = machine.sites.secure if environment == "tls" else machine.sites.plain
    reply = redirecting(status, machine.fill(leads_to))
    for path, words in WAYS:
        site.clear()
        site.answers = answering(path, reply)
        machine.run(*words, environment)
        assert any(path in line for line in site.requests), path
    assert machine.stolen == []
    assert machine.evil.requests == []


FIELDS = [
    ("Location", "<EVIL>/"),
    ("Refresh", "0; url=<EVIL>/"),
    ("Alt-Svc", 'http/1.1="<EVIL-PLACE>"; ma=86400'),
    ("Link", "<<EVIL>/>; rel=preload"),
    ("Content-Location", "<EVIL>/"),
    ("Proxy-Authenticate", "Basic realm=x"),
    ("Set-Cookie", "a=b; Domain=127.0.0.1"),
    ("Strict-Transport-Security", "max-age=1"),
]


@pytest.mark.parametrize("status", [200, 201, 401, 407])
def test_no_field_of_an_answer_leads_elsewhere(machine: Machine, status: int) -> None:
    fields = tuple((name, machine.fill(value)) for name, value in FIELDS)
    machine.sites.plain.answers = answering(CALL, Reply(b'{"Response": {}}', status, fields))
    for _ in range(2):
        machine.run(*WAYS[0][1], "hq")
    assert machine.stolen == []
    assert machine.evil.requests == []


def upload_at(address: str, path: str = "/v1/storages") -> Callable[[Machine], None]:
    """Return a function that makes the deployment name ``address`` for all object bytes."""

    def arrange(m: Machine) -> None:
        url = m.fill(address)
        item = {
            "objectId": "upload.txt",
            "uploadUrl": url,
            "downloadUrl": url,
            "downloadUrlEncoded": url,
            "authorization": "q-sign-algorithm=sha1",
            "token": "security-token",
            "cloudObjectMeta": "meta",
            "cloudObjectId": "cloud://e.b/upload.txt",
        }
        m.sites.plain.answers = answering(path, json_reply([item]))

    return arrange


STORES = [
    "<EVIL>/upload.txt",
    "<EVIL-S>/upload.txt",
    "http://user:word@<EVIL-PLACE>/upload.txt",
    "http://<HOME-PLACE>@<EVIL-PLACE>/upload.txt",
    "http://<EVIL-PLACE>\\@<HOME-PLACE>/upload.txt",
    "//<EVIL-PLACE>/upload.txt",
    "file://<FOLDER>/state/secrets.json",
    "ftp://<EVIL-PLACE>/upload.txt",
]


@pytest.mark.parametrize("address", STORES)
@pytest.mark.parametrize("direction", ["upload", "download", "delete"])
def test_the_store_gets_no_token(machine: Machine, address: str, direction: str) -> None:
    upload_at(address)(machine)
    file = machine.folder / "upload.txt"
    file.write_text("content", "utf-8")
    words = {
        "upload": ("upload", str(file)),
        "download": ("download", "cloud://e.b/upload.txt", "--to", str(machine.folder / "got")),
        "delete": ("delete", "cloud://e.b/upload.txt"),
    }[direction]
    more = () if direction == "download" else ("--yes",)
    ran = machine.run("storage", *words, *more, "--env", "hq")
    assert machine.stolen == [], ran.talk
    assert stolen(ran.data + ran.talk.encode()) == []
    got = machine.folder / "got"
    assert not got.exists() or leaks(got.read_bytes(), (SECRET_KEY, PASSWORD)) == []


def test_the_bytes_do_go_to_the_store(machine: Machine) -> None:
    """Uploaded bytes reach the store with its own signature: the tests above are able to fail."""
    upload_at("<EVIL>/upload.txt")(machine)
    file = machine.folder / "upload.txt"
    file.write_text("content", "utf-8")
    ran = machine.run("storage", "upload", str(file), "--yes", "--env", "hq")
    assert (ran.status, machine.evil.requests) == (0, ["PUT /upload.txt HTTP/1.1"]), ran.talk
    assert b"content" in machine.evil.received
    assert b"q-sign-algorithm" in machine.evil.received


def test_a_store_that_redirects_is_not_followed(machine: Machine) -> None:
    upload_at("<EVIL>/upload.txt")(machine)
    other = machine.listen()
    machine.evil.answers = answering("/upload", redirecting(307, other.base))
    file = machine.folder / "upload.txt"
    file.write_text("content", "utf-8")
    machine.run("storage", "upload", str(file), "--yes", "--env", "hq")
    machine.run(
        "storage", "download", "cloud://e.b/upload.txt", "--to", str(file), "--force", "--env", "hq"
    )
    assert machine.evil.requests
    assert other.requests == []
    assert machine.stolen == []


FRESH = "eyJhbGciOi.canaryFresh0123456789.sig"
SPELLINGS = [
    "/auth/v1/token/clientCredential",
    "/%61uth/v1/token/clientCredential",
    "/auth/./v1/token/clientCredential",
    "/auth/v1//token/clientCredential",
    "/auth%2fv1%2ftoken%2fclientCredential",
    "/auth;x/v1/token;y/clientCredential",
]


@pytest.mark.parametrize("path", SPELLINGS)
def test_no_spelling_of_the_token_call_shows_its_token(machine: Machine, path: str) -> None:
    token = {"token_type": "Bearer", "access_token": FRESH, "expires_in": 7200}
    machine.sites.plain.answers = answering("", json_reply(token))
    url = f"{{{{vars.host}}}}{path}"
    machine.write(
        "collections/lure/go.toml",
        f'endpoint = "auth.clientCredential"\nmethod = "POST"\nurl = "{url}"\nbody = "{{}}"\n',
    )
    report = machine.folder / "junit.xml"
    runs = [
        machine.run("run", "lure/go", "--yes", "--env", "hq", "--junit", str(report)),
        machine.run("run", "lure/go", "--yes", "--env", "hq", "--json"),
        machine.run("send", "lure/go", "--yes", "--env", "hq"),
    ]
    assert [ran.status for ran in runs] == [0, 0, 0]
    assert any("clientCredential" in line for line in machine.sites.plain.requests)
    shown = b"".join(ran.data + ran.talk.encode() for ran in runs)
    shown += report.read_bytes()
    assert FRESH.encode() not in shown
