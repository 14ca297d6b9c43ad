"""A copied curl command names a host: only the token of exactly its route is printed for it."""

import os
import re
import shlex

import pytest
from msgspec.structs import replace

from tests.adversarial.machine import READ, Machine
from tests.adversarial.test_approval import shown
from tests.canaries import ACCESS, USER_ACCESS
from tests.cli.program import run_cli
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export_draft
from weda_tui.store.paths import WORKSPACE_VARIABLE, Paths, find_paths

MODEL = VariableLayer(VariableOrigin.SET, {"modelName": "customer"})
ENDPOINTS = {READ: ACCESS, "model.list": USER_ACCESS}
"""Endpoints, each with the token that the victim's deployment issued for it."""


def copied(machine: Machine, endpoint_id: str) -> str:
    """Return the curl command that the explorer copies to the clipboard."""
    paths = Paths(machine.workspace, machine.state)
    session = Session(paths, environ=os.environ, use_keyring=False)
    where = session.environments.where_exactly("hq", "dev")
    draft = replace(draft_for(session.endpoints.get(endpoint_id, where)), layers=(MODEL,))
    return export_draft(session, draft, ExportFormat.CURL, where).data.decode()


def token_command(text: str) -> list[str]:
    """Return the arguments of the nested command that prints the token, from a copied command."""
    found = re.search(r'"Authorization: \$\((.*)\)"', text)
    assert found, text
    words = shlex.split(found[1])
    return words[words.index("token") :]


@pytest.fixture
def other(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Switch to the default workspace, in a shell whose variable names the victim's workspace.

    The default workspace belongs to an attacker: the environment of the same name has another host.
    """
    monkeypatch.setenv("XDG_DATA_HOME", str(machine.folder))
    usual = find_paths(None, {}).workspace
    if usual.parent != machine.folder:
        pytest.skip("the usual workspace is elsewhere on this system")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(machine.workspace))
    own = machine.environment("hq").read_text("utf-8")
    machine.move_to(usual.name)
    machine.write("environments/hq.toml", own.replace(machine.sites.plain.base, "<EVIL>"))
    return machine


@pytest.mark.parametrize("endpoint_id", ENDPOINTS)
def test_no_token_command_is_copied_where_nothing_was_approved(
    other: Machine, endpoint_id: str
) -> None:
    text = copied(other, endpoint_id)
    assert other.evil.base in text
    assert "weda-tui token" not in text
    assert "ACCESS_TOKEN" in text


@pytest.mark.parametrize("more", [(), ("--json",), ("--refresh",)])
@pytest.mark.parametrize("endpoint_id", ENDPOINTS)
def test_the_token_of_another_workspace_is_not_printed(
    other: Machine, endpoint_id: str, more: tuple[str, ...]
) -> None:
    fingerprint, _ = shown(other, "hq")
    assert other.run("env", "approve", "hq", "--route", fingerprint).status == 0
    arguments = token_command(copied(other, endpoint_id))
    assert "--workspace" not in arguments
    other.sites.clear()
    ran = run_cli("--lang", "en", *arguments, *more)
    assert (ran.status, ran.data) == (7, b"")
    assert "the route of hq is not the one" in ran.talk
    assert not any(token in ran.talk for token in ENDPOINTS.values())
    assert not other.sites.plain.received


@pytest.mark.parametrize("endpoint_id", ENDPOINTS)
def test_a_host_that_is_put_back_has_its_token_in_no_earlier_command(
    machine: Machine, endpoint_id: str
) -> None:
    own, file = token_command(copied(machine, endpoint_id)), machine.environment("hq")
    before = file.read_text("utf-8")
    machine.edit("hq", "<HOME>", "<EVIL>")
    assert "weda-tui token" not in copied(machine, endpoint_id)
    assert run_cli(*own).status == 7
    fingerprint, _ = shown(machine, "hq")
    assert machine.run("env", "approve", "hq", "--route", fingerprint).status == 0
    of_evil = token_command(copied(machine, endpoint_id))
    file.write_text(before, "utf-8")
    ran = run_cli(*of_evil)
    assert (ran.status, ran.data) == (7, b"")
    assert run_cli(*own).text == f"Bearer {ENDPOINTS[endpoint_id]}\n"
    assert machine.stolen == []
