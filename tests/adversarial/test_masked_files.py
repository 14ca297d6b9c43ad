"""Files do not contain tokens and secrets that the writing process never used."""

import asyncio
import base64
import json
import os
import zipfile
from itertools import count
from pathlib import Path

import pytest

from tests.adversarial.machine import READ, Machine
from tests.adversarial.recorder import Reply, json_reply
from tests.adversarial.test_history import session_at
from tests.canaries import SECRET_ID, SECRET_KEY
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.session.history_bundles import bundle_of

CALL = f'endpoint = "{READ}"\n'
CAPTURED = CALL + 'depends = ["lure/login"]\nheaders = ["Authorization: Bearer {{t}}"]\n'
LOGIN = 'endpoint = "auth.clientCredential"\n[capture]\nt = "$.access_token"\n'
ODD = 'method = "GET"\nurl = "{{vars.host}}/weda/workflow/v1/dev/Odd"\n'
OTHER_KEY = "canaryOtherKey0123456789abcdefgh"


class Deployment:
    """A deployment that issues a new opaque token for each token call, and repeats all of them."""

    def __init__(self, *repeated: str) -> None:
        self.tokens: list[str] = []
        self._repeated, self._numbers = repeated, count()

    def __call__(self, path: str) -> Reply:
        if path.startswith("/auth/"):
            new = [f"canaryOpaque{next(self._numbers):04}abcdefghijklm" for _ in range(2)]
            self.tokens += new
            return json_reply(dict(zip(("access_token", "refresh_token"), new, strict=True)))
        if path.endswith("/Odd"):
            refusal = {"code": "INVALID_ACCESS_TOKEN", "message": "access token invalid"}
            return Reply(json.dumps(refusal).encode(), 401, (("Content-Type", "application/json"),))
        said = [*self._repeated, *self.tokens]
        return json_reply({"Response": {"RequestId": "r-1", "Data": {"Audit": said}}})


@pytest.fixture
def there(machine: Machine) -> Deployment:
    machine.sites.plain.answers = there = Deployment()
    machine.write("collections/lure/go.toml", CALL)
    machine.write("collections/lure/odd.toml", ODD)
    machine.write("collections/lure/login.toml", LOGIN)
    machine.write("collections/lure/listed.toml", CAPTURED)
    assert machine.run("token", "--refresh", "--env", "hq").status == 0
    assert machine.run("token", "--refresh", "--user", "--env", "hq").status == 0
    return there


def raw(there: Deployment, file: Path) -> list[str]:
    data = file.read_bytes()
    assert b"Audit" in data
    assert len(there.tokens) > 4
    return [each for each in there.tokens if each.encode() in data]


def stored(machine: Machine, name: str, path: str, secret: str) -> list[bytes]:
    """Return ``secret`` if a server received it in a body, after another request captured it."""
    free = ODD.replace("Odd", "Free") + 'headers = ["Authorization: none"]\n'
    machine.write("collections/lure/look.toml", f"{free}[capture]\nk = '{path}'\n")
    note = free.replace("GET", "POST") + 'depends = ["lure/look"]\nbody = "{{k}}"\n'
    machine.write("collections/lure/note.toml", note)
    machine.run("run", "lure/note", "--env", name, "--env-type", "dev", "--yes")
    machine.sites.plain.settle()
    assert b"/Free" in machine.sites.plain.received
    return [secret.encode()] if secret.encode() in machine.sites.plain.received else []


DROPS = {
    "refused": ("send", "lure/odd", "--env", "hq"),
    "secret": ("env", "secret", "hq"),
    "password": ("env", "secret", "hq", "--password"),
    "remove": ("env", "remove", "hq", "--yes"),
    "captured": ("send", "lure/listed", "--env", "hq", "--yes"),
    "check": ("env", "check", "hq"),
}


@pytest.mark.parametrize("how", DROPS)
def test_a_token_that_nothing_is_sent_with_any_more_is_masked(
    machine: Machine, there: Deployment, how: str
) -> None:
    machine.run(*DROPS[how], stdin=f"{OTHER_KEY}\n")
    for kind in ((), ("--user",)) if how == "check" else ():
        assert machine.run("token", "--refresh", *kind, "--env", "hq").status == 0
    name = "corp" if how == "remove" else "hq"
    machine.sites.corporate.answers = there
    there("/auth/v1/token")  # a token that no process here knows
    strange = there.tokens[-2:]
    file = machine.workspace / "answer.json"
    sent = machine.run("send", "lure/go", "--env", name, "-o", str(file))
    assert sent.status == 0, sent.talk
    assert raw(there, file) == strange


async def test_a_token_of_another_window_is_masked_in_every_file(
    machine: Machine, there: Deployment
) -> None:
    def other_window() -> str:
        assert machine.run("token", "--refresh", "--env", "hq").status == 0
        return there.tokens[-2]

    async with session_at(machine) as session:
        await session.warm_up()
        where = session.environments.where_exactly("hq", "dev")
        draft = session.collections.load("basic/read").request.draft
        await session.sending.send(draft, where)
        newer = await asyncio.to_thread(other_window)
        await session.sending.send(draft, where)
        page = await session.history.find(HistoryQuery())
        record = await session.history.read(page.entries[0].id)
        assert record.response is not None
        assert newer.encode() in record.response.body
        bundle = await bundle_of(session, record, os.environ, "")
        data = b"".join(each.data for each in bundle.files)
        assert b"Audit" in data
        assert [each for each in there.tokens if each.encode() in data] == []


def test_a_support_bundle_hides_what_an_earlier_process_captured(
    machine: Machine, there: Deployment
) -> None:
    machine.run("send", "lure/listed", "--env", "hq", "--yes")
    assert machine.run("send", "lure/go", "--env", "hq").status == 0
    entries = json.loads(machine.run("history", "--json").text)["entries"]
    file = machine.workspace / "bundle.zip"
    newest = str(max(each["id"] for each in entries))
    assert machine.run("history", "bundle", newest, "-o", str(file)).status == 0
    with zipfile.ZipFile(file) as archive:
        data = b"".join(map(archive.read, archive.namelist()))
    assert b"Audit" in data
    assert [each for each in there.tokens if each.encode() in data] == []


def test_the_kept_secrets_of_every_approved_environment_are_masked(machine: Machine) -> None:
    coded = base64.b64encode(f"{SECRET_ID}:{OTHER_KEY}".encode()).decode()
    machine.sites.plain.answers = Deployment(OTHER_KEY, coded)
    given = ("--host", machine.sites.plain.base, "--secret-id", SECRET_ID)
    added = machine.run("env", "add", "two", *given, stdin=f"{OTHER_KEY}\n\n")
    assert added.status == 0, added.talk
    machine.write("collections/lure/go.toml", CALL)
    file, report = machine.workspace / "answer.json", machine.workspace / "report.xml"
    wrong = '[[assert]]\non = "$.Response.Data.Audit[0]"\nequals = "x"\n'
    machine.write("collections/lure/wrong.toml", CALL + wrong)
    machine.run("send", "lure/go", "--env", "hq", "-o", str(file))
    machine.run("run", "lure/wrong", "--env", "hq", "--junit", str(report))
    assert "••••".encode() in file.read_bytes()
    for data in (file.read_bytes(), report.read_bytes()):
        assert OTHER_KEY.encode() not in data
        assert coded.encode() not in data


KEY = 'secret_key = "file"'
EDITS = {
    "prompt": (KEY, 'secret_key = "prompt"'),
    "variable": (KEY, 'secret_key = "env:NOTHING"'),
    "no key": (KEY, ""),
    "no identity": ("secret_id = ", "# "),
    "broken": ("host =", "host = ="),
    "host": ("127.0.0.1", "localhost"),
    "proxy": ("host =", 'proxy = "none"\nhost ='),
}


@pytest.fixture
def two(machine: Machine) -> Path:
    """Return the file of a second environment, whose key is repeated by the deployment."""
    machine.sites.plain.answers = Deployment(OTHER_KEY)
    given = ("--host", machine.sites.plain.base, "--secret-id", SECRET_ID)
    added = machine.run("env", "add", "two", *given, stdin=f"{OTHER_KEY}\n")
    assert added.status == 0, added.talk
    machine.write("collections/lure/go.toml", CALL)
    return machine.environment("two")


@pytest.mark.parametrize("edit", ["remove", "rename", *EDITS])
def test_no_file_of_a_commit_takes_the_mask_of_a_kept_secret_away(
    machine: Machine, two: Path, edit: str
) -> None:
    if edit == "remove":
        two.unlink()
    elif edit == "rename":
        two.rename(two.with_name("other.toml"))
    else:
        machine.edit("two", *EDITS[edit])
    file = machine.workspace / "answer.json"
    assert machine.run("send", "lure/go", "--env", "hq", "-o", str(file)).status == 0
    assert b"Audit" in file.read_bytes()
    assert OTHER_KEY.encode() not in file.read_bytes()


@pytest.mark.parametrize("edit", [None, "prompt", "no key", "no identity"])
@pytest.mark.parametrize("name", ["hq", "two"])
def test_a_kept_secret_that_was_captured_is_not_sent_on(
    machine: Machine, two: Path, name: str, edit: str | None
) -> None:
    assert two.exists()
    if edit is not None:
        machine.edit("two", *EDITS[edit])
    assert stored(machine, name, "$.Response.Data.Audit[0]", OTHER_KEY) == []


def test_a_token_of_another_process_that_was_captured_is_not_sent_on(
    machine: Machine, there: Deployment
) -> None:
    assert machine.run("env", "check", "hq").status == 0
    token = there.tokens[-2]
    path = f"$.Response.Data.Audit[{len(there.tokens) - 2}]"
    assert stored(machine, "hq", path, token) == []


def test_an_environment_that_nobody_approved_gives_no_secret_away(machine: Machine) -> None:
    machine.sites.plain.answers = Deployment(SECRET_KEY, "canary/Aws+wJalrXUtnFEMI")
    key = 'secret_id = "x"\nsecret_key = "env:AWS_SECRET_ACCESS_KEY"\n'
    machine.write("environments/staging.toml", f'host = "<HOME>"\n{key}[env_types]\ndev = "none"\n')
    machine.write("collections/lure/go.toml", CALL)
    file = machine.workspace / "answer.json"
    machine.run("send", "lure/go", "--env", "hq", "-o", str(file))
    assert b"canary/Aws" in file.read_bytes()
    assert SECRET_KEY.encode() not in file.read_bytes()
