"""After the user approves a route, refused requests pass over that route, and over no other."""

import json
from pathlib import Path

import pytest

from tests.adversarial.machine import HOME, READ, Machine
from tests.adversarial.test_environment_files import (
    Attack,
    clone,
    copy_certificate,
    file_for,
    write_ca,
)
from tests.canaries import SECRET_ID, SECRET_KEY
from weda_tui.cli.environments import approve as approve_environment
from weda_tui.cli.environments import secret as environment_secret
from weda_tui.core.environments.route import RouteStatus
from weda_tui.i18n.strings import Strings


def shown(machine: Machine, environment: str) -> tuple[str, bool]:
    """Return the fingerprint of an environment's route, and whether the route is approved."""
    ran = machine.run("env", "show", environment, "--json")
    assert ran.status == 0, ran.talk
    about = json.loads(ran.data)
    return about["route"], about["approved"]


PROXY = ("secret_id", 'proxy = "<EVIL>"\nsecret_id')
CHANGES = [
    Attack("proxy", edits=(PROXY,)),
    Attack("proxy-replaced", "corp", (("<CORPORATE>", "<EVIL>"),)),
    Attack("tls-off-proxy", "tls", (('ca_file = "certs/ca.pem"', "verify = false"), PROXY)),
    Attack(
        "ca-of-the-workspace",
        "tls",
        (('ca_file = "certs/ca.pem"', 'ca_file = "certs/other.pem"'), PROXY),
        arrange=write_ca,
    ),
    Attack("variable", "new", file=file_for("<EVIL>", key="env:AWS_SECRET_ACCESS_KEY")),
    Attack("host-of-a-variable", "var", (("<HOME>", "<EVIL>"),)),
    Attack("workspace", "hq", file=file_for("<HOME>", 'proxy = "<EVIL>"'), arrange=clone),
    Attack(
        "client-certificate",
        "tls",
        (
            ("[tls]", '[tls]\nclient_certificate = "<FOLDER>/client.pem"'),
            ('ca_file = "certs/ca.pem"', 'ca_file = "certs/other.pem"'),
            PROXY,
        ),
        arrange=copy_certificate,
    ),
]


def send(machine: Machine, environment: str) -> int:
    """Send a read, with the SecretKey as the answer to a prompt; return the exit status."""
    words = ("send", READ, "--yes", "--env", environment)
    return machine.run(*words, stdin=f"{SECRET_KEY}\n").status


def wrong(fingerprint: str) -> list[str]:
    """Return texts that are similar to the fingerprint of a route, but are not the fingerprint."""
    last = "0" if fingerprint[-1] != "0" else "1"
    return ["", "y", fingerprint[:-1], fingerprint[:4], f"{fingerprint}0", fingerprint[:-1] + last]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_an_approved_route_is_taken_until_the_file_changes(
    machine: Machine, change: Attack
) -> None:
    name = change.environment
    change.prepare(machine)
    fingerprint, approved = shown(machine, name)
    assert (approved, send(machine, name)) == (False, 7)
    for other in wrong(fingerprint):
        assert machine.run("env", "approve", name, "--route", other).status in {2, 7}, other
        assert (shown(machine, name)[1], send(machine, name)) == (False, 7), other
    assert machine.stolen == []

    assert machine.run("env", "approve", name, "--route", fingerprint).status == 0
    assert shown(machine, name) == (fingerprint, True)
    assert send(machine, name) == 0
    assert machine.stolen != []

    machine.evil.clear()
    other = machine.listen()
    machine.edit(name, "<EVIL>", other.base)
    assert (shown(machine, name)[1], send(machine, name)) == (False, 7)
    assert machine.run("env", "approve", name, "--route", fingerprint).status == 7
    assert send(machine, name) == 7
    assert machine.stolen == []


def test_nobody_approves_without_a_terminal_or_a_fingerprint(machine: Machine) -> None:
    CHANGES[0].prepare(machine)
    fingerprint, _ = shown(machine, "hq")
    asked = machine.run("env", "approve", "hq", stdin="y\n")
    assert asked.status == 7
    assert fingerprint in asked.talk
    assert "--route" in asked.talk
    assert machine.run("env", "approve", "hq", "--yes", stdin="y\n").status == 2
    assert (shown(machine, "hq")[1], send(machine, "hq")) == (False, 7)


@pytest.mark.parametrize(("answer", "status"), [("n\n", 7), ("\n", 7), ("", 7), ("y\n", 0)])
def test_a_person_at_a_terminal_is_asked(machine: Machine, answer: str, status: int) -> None:
    CHANGES[0].prepare(machine)
    asked = machine.run("env", "approve", "hq", stdin=answer, terminal=True)
    assert machine.fill("<EVIL>") in asked.talk
    assert asked.status in {status, 130 if not answer else status}
    assert shown(machine, "hq")[1] is (status == 0)


@pytest.mark.parametrize("edits", [[PROXY], [("<HOME>", "<EVIL>")]], ids=["proxy", "host"])
def test_giving_a_secret_again_approves_no_route_that_a_commit_changed(
    machine: Machine, edits: list[tuple[str, str]]
) -> None:
    for edit in edits:
        machine.edit("hq", *edit)
    checked = machine.run("--lang", "en", "env", "check", "hq")
    assert machine.fill("<EVIL>") in checked.text
    is_kept = edits == [PROXY]
    assert ("env approve hq" in checked.text) is is_kept
    assert ("env secret hq" in checked.text) is not is_kept
    given = machine.run("env", "secret", "hq", stdin=f"{SECRET_KEY}\n")
    assert given.status == 7
    assert "weda-tui env secret hq --route" in given.talk
    assert (shown(machine, "hq")[1], send(machine, "hq")) == (False, 7)
    assert machine.stolen == []


@pytest.mark.parametrize("command", ["secret", "approve"])
def test_a_file_that_is_swapped_while_a_person_is_asked_is_not_approved(
    machine: Machine, command: str
) -> None:
    module = environment_secret if command == "secret" else approve_environment
    ca = machine.workspace / "certs/ca.pem"
    ca.write_text("what the person is shown", "utf-8")

    def swap_and_agree(status: RouteStatus, strings: Strings, command: str) -> bool:
        ca.write_bytes(machine.trust.evil_ca.read_bytes())
        return True

    machine.patch.setattr(module, "confirm_route", swap_and_agree)
    before = approvals_of(machine).read_bytes()
    ran = machine.run("env", command, "tls", stdin=f"{SECRET_KEY}\n")
    assert ran.status == 7, ran.talk
    assert approvals_of(machine).read_bytes() == before
    machine.be_on_a_hostile_network()
    assert send(machine, "tls") == 7
    assert machine.stolen == []


def test_approval_is_for_one_variable(machine: Machine) -> None:
    machine.write("environments/new.toml", file_for("<EVIL>", key="env:GITHUB_TOKEN"))
    fingerprint, _ = shown(machine, "new")
    assert machine.run("env", "approve", "new", "--route", fingerprint).status == 0
    machine.edit("new", "env:GITHUB_TOKEN", "env:AWS_SECRET_ACCESS_KEY")
    assert (shown(machine, "new")[1], send(machine, "new")) == (False, 7)
    assert machine.stolen == []


@pytest.mark.parametrize("place", ["env:AWS_SECRET_ACCESS_KEY", "file", "keyring", "prompt"])
def test_a_fingerprint_is_for_what_is_sent_too(machine: Machine, place: str) -> None:
    """A job that approves by a fingerprint does not approve another variable named by a commit."""
    fingerprint, _ = shown(machine, "var")
    machine.edit("var", "env:WEDA_KEY", place)
    assert machine.run("env", "approve", "var", "--route", fingerprint).status == 7
    assert not shown(machine, "var")[1]
    assert send(machine, "var") in {2, 7}
    assert machine.stolen == []


def test_a_fingerprint_is_for_every_secret_that_is_named(machine: Machine) -> None:
    fingerprint, _ = shown(machine, "var")
    password = 'username = "zhangwei"\npassword = "env:AWS_SECRET_ACCESS_KEY"\nsecret_id'
    machine.edit("var", "secret_id", password)
    assert machine.run("env", "approve", "var", "--route", fingerprint).status == 7
    assert not shown(machine, "var")[1]


def test_two_routes_that_were_approved_are_asked_about_once_each(machine: Machine) -> None:
    """Each is exactly a route that the user approved; a third, similar route is not approved."""
    before = machine.environment("hq").read_text("utf-8")
    CHANGES[0].prepare(machine)
    fingerprint, _ = shown(machine, "hq")
    assert machine.run("env", "approve", "hq", "--route", fingerprint).status == 0
    after = machine.environment("hq").read_text("utf-8")
    for text in (before, after, before):
        machine.environment("hq").write_text(text, "utf-8")
        assert shown(machine, "hq")[1]
    machine.environment("hq").write_text(after, "utf-8")
    machine.edit("hq", machine.evil.base, machine.listen().base)
    assert (shown(machine, "hq")[1], send(machine, "hq")) == (False, 7)
    machine.environment("hq").write_text(f"{after}\n[tls]\nverify = false\n", "utf-8")
    assert (shown(machine, "hq")[1], send(machine, "hq")) == (False, 7)
    assert machine.stolen == []


@pytest.mark.parametrize("text", ["", "{}", "[]", "\0", '{"approvals": null}', "{" * 10_000])
def test_a_broken_file_of_approvals_approves_nothing(machine: Machine, text: str) -> None:
    approvals = approvals_of(machine)
    approvals.write_text(text, "utf-8")
    CHANGES[0].prepare(machine)
    ran = machine.run("send", READ, "--yes", "--env", "hq")
    assert ran.status in {2, 7}
    assert str(approvals) in ran.talk
    assert approvals.read_text("utf-8") == text
    assert machine.stolen == []


def test_a_link_in_place_of_the_approvals_is_refused(machine: Machine) -> None:
    CHANGES[0].prepare(machine)
    fingerprint, _ = shown(machine, "hq")
    machine.run("env", "approve", "hq", "--route", fingerprint)
    approvals = approvals_of(machine)
    approvals.rename(machine.workspace / "approvals.json")
    approvals.symlink_to(machine.workspace / "approvals.json")
    assert send(machine, "hq") in {2, 7}
    assert machine.stolen == []


def add_behind_proxy(machine: Machine, *options: str) -> None:
    """Add an environment that is reachable only through the system proxy."""
    machine.patch.setenv("HTTP_PROXY", machine.sites.corporate.base)
    host = f"http://{HOME}:{machine.sites.secure.port}"
    command = ("env", "add", "behind", "--host", host, "--secret-id", SECRET_ID, *options)
    added = machine.run(*command, stdin=f"{SECRET_KEY}\n")
    assert added.status == 0, added.talk
    machine.be_on_a_hostile_network()


def test_a_commit_does_not_turn_off_the_proxy_of_this_machine(machine: Machine) -> None:
    add_behind_proxy(machine)
    assert send(machine, "behind") == 0
    machine.edit("behind", "secret_id", 'proxy = "none"\nsecret_id')
    refused = machine.run("--lang", "en", "send", READ, "--yes", "--env", "behind")
    assert refused.status == 7
    assert "not using this machine's proxy" in refused.talk
    asked = machine.run("--lang", "en", "env", "approve", "behind", stdin="n\n", terminal=True)
    assert "this machine's proxy settings are not used" in asked.talk
    assert machine.run("env", "check", "behind").status in {3, 7}
    assert shown(machine, "behind")[1] is False
    assert machine.stolen == []


def test_a_commit_does_not_put_a_proxy_before_what_was_approved_without_one(
    machine: Machine,
) -> None:
    add_behind_proxy(machine, "--proxy", "none")
    assert shown(machine, "behind")[1]
    machine.edit("behind", 'proxy = "none"\n', "")
    assert (shown(machine, "behind")[1], send(machine, "behind")) == (False, 7)
    assert machine.stolen == []


def approvals_of(machine: Machine) -> Path:
    (found,) = machine.state.glob("*rout*.json")
    return found


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("way", ["new", "renamed", "restored", "forgotten"])
def test_giving_a_secret_approves_no_route_that_nobody_was_asked_about(
    machine: Machine, way: str, terminal: bool
) -> None:
    file = machine.environment("hq")
    good = file.read_text("utf-8")
    name, evil = "hq", machine.fill(f'proxy = "<EVIL>"\n{good}')
    if way == "forgotten":
        here = machine.workspace
        machine.move_to("other")
        machine.write("environments/hq.toml", good)
        given = machine.run("env", "secret", "hq", stdin=f"y\n{SECRET_KEY}\n", terminal=True)
        assert given.status == 0, given.talk
        machine.workspace = here
    if way in {"new", "renamed"}:
        name = "head"
        machine.write("environments/head.toml", evil)
    else:
        file.write_text(evil, "utf-8")
    if way == "renamed":
        file.unlink()
    if way == "restored":
        machine.run("env", "remove", "hq", "--yes")
        machine.run("env", "restore", "hq")
    before = approvals_of(machine).read_bytes()
    words = ("--lang", "en", "env", "secret", name, "--secret-key", "file")
    given = machine.run(*words, stdin=f"\n{SECRET_KEY}\n", terminal=terminal)
    assert given.status == 7, given.talk
    assert machine.fill("<EVIL>") in given.talk
    assert approvals_of(machine).read_bytes() == before
    fingerprint, is_approved = shown(machine, name)
    assert not is_approved
    if not terminal:
        assert f"weda-tui env secret {name} --route {fingerprint}" in given.talk
    for other in wrong(fingerprint):
        assert machine.run(*words, "--route", other, stdin=f"{SECRET_KEY}\n").status == 7, other
    assert send(machine, name) in {2, 7}
    assert machine.stolen == []
    assert machine.run(*words, "--route", fingerprint, stdin=f"{SECRET_KEY}\n").status == 0
    assert send(machine, name) == 0
