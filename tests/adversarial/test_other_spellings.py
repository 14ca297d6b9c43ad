"""Another path to the workspace is the same workspace: its approved routes still count."""

import shutil

import pytest

from tests.adversarial.machine import SAVED, Machine
from weda_tui.core.environments.deployment import Target
from weda_tui.session import Session
from weda_tui.store.paths import Paths

STAGING = 'host = "<EVIL>"\n[env_types]\nprod = "none"\n'


def paths_of(machine: Machine) -> Paths:
    """Return the paths as a command line gives them."""
    return Paths(machine.workspace, machine.state)


@pytest.fixture(params=["plain", "dots", "link"])
def spelled(machine: Machine, request: pytest.FixtureRequest) -> Machine:
    """Name the workspace by another path."""
    link = machine.folder / "link"
    link.symlink_to(machine.workspace, target_is_directory=True)
    ways = {
        "plain": machine.workspace,
        "dots": machine.workspace / "collections" / "..",
        "link": link,
    }
    machine.workspace = ways[request.param]
    return machine


@pytest.mark.parametrize("given", [(), ("--env", "hq")])
def test_an_environment_of_a_commit_is_asked_about(
    spelled: Machine, given: tuple[str, ...]
) -> None:
    spelled.write("collections/lure/free.toml", SAVED + 'headers = ["Authorization: none"]\n')
    shutil.rmtree(spelled.workspace / "environments")
    spelled.write("environments/hq.toml", STAGING)
    ran = spelled.run("send", "lure/free", *given, "--set", "x=typed", "--yes")
    assert ran.status == 7, ran.talk
    spelled.evil.settle()
    assert not spelled.evil.received


def test_what_was_approved_is_not_asked_about_again(spelled: Machine) -> None:
    sent = spelled.run("send", "basic/read", "--env", "hq", "--env-type", "prod", "--yes")
    assert sent.status == 0, sent.talk


def test_what_an_earlier_version_kept_by_the_path_as_typed_counts(machine: Machine) -> None:
    before = paths_of(machine)
    link = machine.folder / "link"
    link.symlink_to(machine.workspace, target_is_directory=True)
    machine.workspace = link
    now, earlier = paths_of(machine).workspace_digests
    assert now == before.workspace_digest
    for file in (before.approved_routes, before.preferences):
        if file.exists():
            file.write_text(file.read_text("utf-8").replace(now, earlier), "utf-8")
    trash = machine.state / "trash" / earlier
    trash.mkdir(parents=True)
    assert paths_of(machine).trash == trash
    sent = machine.run("send", "basic/read", "--env", "hq", "--env-type", "prod", "--yes")
    assert sent.status == 0, sent.talk
    machine.edit("hq", "<HOME>", "<EVIL>")
    assert machine.run("send", "basic/read", "--env", "hq", "--yes").status == 7


def test_what_is_chosen_is_chosen_by_every_path(spelled: Machine) -> None:
    first = Session(Paths(spelled.workspace.resolve(), spelled.state), environ={})
    first.settings.remember_place("hq", "prod")
    second = Session(paths_of(spelled), environ={})
    hq = second.environments.where_exactly("hq", "prod")
    assert second.environments.where_exactly() == Target(hq.environment, "prod")


def test_a_link_that_a_commit_points_elsewhere_stays_known(machine: Machine) -> None:
    link, other = machine.folder / "link", machine.folder / "other"
    link.symlink_to(machine.workspace, target_is_directory=True)
    machine.workspace = link
    added = machine.run("env", "add", "bare", "--host", machine.sites.plain.base)
    assert added.status == 0, added.talk
    link.unlink()
    other.mkdir()
    link.symlink_to(other, target_is_directory=True)
    machine.write("collections/lure/free.toml", SAVED + 'headers = ["Authorization: none"]\n')
    machine.write("environments/bare.toml", STAGING)
    ran = machine.run("send", "lure/free", "--env", "bare", "--set", "x=typed", "--yes")
    assert ran.status == 7, ran.talk
