"""Typed text, set values and file contents go over approved routes only, also without a token."""

import json
from typing import NamedTuple

import pytest

from tests.adversarial.machine import Machine
from tests.canaries import PASSWORD

SIGN_IN = json.dumps({"username": "me", "password": PASSWORD})
PATH = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
SAVED = f"""method = "POST"
url = "{{{{vars.host}}}}{PATH}"
headers = ["Authorization: Bearer {{{{mytoken}}}}"]
body = '{{}}'
"""
ROWS = SAVED.replace("'{}'", '\'{"row": "{{secret}}"}\'')


class Way(NamedTuple):
    """A command line that sends content of the user and needs no token."""

    name: str
    words: tuple[str, ...]


WAYS = [
    Way("body", ("send", "auth.signin", "--body", SIGN_IN)),
    Way("header", ("send", "mine/set", "--set", f"mytoken={PASSWORD}")),
    Way("rows", ("run", "mine/rows", "--data", "<FOLDER>/rows.csv", "--set", "mytoken=x")),
    Way("file", ("send", "auth.signin", "--body", "{{$file data/users.csv}}")),
    Way("run", ("run", "mine/set", "--set", f"mytoken={PASSWORD}")),
]
EDITS = {
    "host": ("<HOME>", "<EVIL>"),
    "proxy": ("secret_id", 'proxy = "<EVIL>"\nsecret_id'),
    "no-secrets": ("secret_id", 'proxy = "<EVIL>"\nenv_id'),
}


def prepare(machine: Machine, edit: str) -> None:
    machine.write("collections/mine/set.toml", SAVED)
    machine.write("collections/mine/rows.toml", ROWS)
    machine.write("data/users.csv", SIGN_IN)
    (machine.folder / "rows.csv").write_text(f"secret\n{PASSWORD}\n", "utf-8")
    machine.edit("hq", *EDITS[edit])
    if edit == "no-secrets":
        file = machine.environment("hq")
        kept = [
            line
            for line in file.read_text("utf-8").splitlines()
            if not line.startswith(("secret_key", "username", "password"))
        ]
        file.write_text("\n".join(kept), "utf-8")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("edit", EDITS)
def test_nothing_of_the_person_goes_where_a_commit_leads(
    machine: Machine, way: Way, edit: str
) -> None:
    prepare(machine, edit)
    words = [machine.fill(word) for word in way.words]
    for more in ((), ("--json",)):
        ran = machine.run("--lang", "en", *words, "--yes", "--env", "hq", *more)
        assert ran.status == 7, f"{ran.text}{ran.talk}"
        assert "env approve hq" in ran.text + ran.talk
        assert "your requests" in ran.text + ran.talk
        assert machine.evil.requests == []
    if way.words[0] == "send":
        dry = machine.run(*words, "--env", "hq", "--dry-run", "--json")
        assert dry.status == 7, f"{dry.text}{dry.talk}"
        assert json.loads(dry.data)["explain"]["route"]["approved"] is False

    shown = json.loads(machine.run("env", "show", "hq", "--json").data)
    assert shown["approved"] is False
    assert machine.run("env", "approve", "hq", "--route", shown["route"]).status == 0
    assert json.loads(machine.run("env", "show", "hq", "--json").data)["approved"] is True
    assert machine.run(*words, "--yes", "--env", "hq").status == 0
    assert machine.stolen != []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_what_was_approved_goes_on_without_a_question(machine: Machine, way: Way) -> None:
    prepare(machine, "proxy")
    machine.edit("hq", 'proxy = "<EVIL>"\n', "")
    words = [machine.fill(word) for word in way.words]
    ran = machine.run(*words, "--yes", "--env", "hq")
    assert ran.status == 0, f"{ran.text}{ran.talk}"
    assert machine.stolen == []


def test_a_check_and_a_transfer_go_nowhere_either(machine: Machine) -> None:
    prepare(machine, "no-secrets")
    assert machine.run("env", "check", "hq").status == 7
    assert machine.evil.requests == []


@pytest.mark.parametrize("answer", ["n\n", "y\n"])
def test_a_person_approves_what_is_sent_where_no_secret_is_kept(
    machine: Machine, answer: str
) -> None:
    """The secrets are kept for the old address, so only the route of requests can be approved."""
    prepare(machine, "host")
    words = [machine.fill(word) for word in WAYS[1].words]
    asked = machine.run("--lang", "en", "env", "approve", "hq", stdin=answer, terminal=True)
    is_approved = answer == "y\n"
    assert "your requests · not approved" in asked.talk
    assert asked.status == (0 if is_approved else 7), asked.talk
    ran = machine.run(*words, "--yes", "--env", "hq")
    assert ran.status == (0 if is_approved else 7), ran.talk
    assert json.loads(machine.run("env", "show", "hq", "--json").data)["approved"] is False


def test_an_environment_without_secrets_is_compared_from_its_first_day(machine: Machine) -> None:
    prepare(machine, "proxy")
    added = machine.run("env", "add", "bare", "--host", machine.sites.plain.base)
    assert added.status == 0, added.talk
    words = [machine.fill(word) for word in WAYS[0].words]
    assert machine.run(*words, "--yes", "--env", "bare").status == 0
    machine.edit("bare", "<HOME>", "<EVIL>")
    assert machine.run(*words, "--yes", "--env", "bare").status == 7
    assert machine.stolen == []
