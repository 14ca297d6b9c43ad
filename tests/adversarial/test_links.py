"""Links in a workspace from Git: no file outside is read, written, moved or removed."""

import ast
import os
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

import weda_tui
from tests.adversarial.machine import Machine
from weda_tui.core.catalogue.own_call import OwnCall, OwnModule
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session.modules import OwnModules
from weda_tui.store import modules as module_files
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.collections import files as collection_files
from weda_tui.store.collections import moves as collection_moves
from weda_tui.store.environments import files as environment_files
from weda_tui.store.environments.trash import restore_environment, trash_environment
from weda_tui.store.error_notes import load_notes, save_note
from weda_tui.store.ignored import change_ignored, load_ignored
from weda_tui.store.imports import STAGING, write_imported
from weda_tui.store.leftovers import sweep_leftovers
from weda_tui.store.paths import Paths
from weda_tui.store.success_rules import load_rules, save_rule

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a symlink takes rights there")

CANARY = "canaryOutside0123456789"
DRAFT = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a", body="new")
PLACE = Environment(
    name="a", host="http://a.cn", env_types=(EnvTypeSetting("prod", Guard.CONFIRM),)
)
OTHER = msgspec.structs.replace(PLACE, name="b")
OWN = OwnModule(id="crm", calls=(OwnCall(action="X", method="GET", path="/x"),))

Act = Callable[[Paths], Any]


class Kind(NamedTuple):
    """A file of a workspace, and everything that the program does with the file and its folders."""

    file: str
    acts: Mapping[str, Act]
    own: set[str]
    """The acts that read or write the file itself, and therefore report why they failed."""


def saved(path: str) -> SavedRequest:
    return SavedRequest(path=path, draft=DRAFT)


def trash_and_restore(paths: Paths) -> None:
    trash_environment(paths.environments, paths.trash, "a", 1e9)
    restore_environment(paths.environments, paths.trash, "a")


def restore_only(paths: Paths) -> None:
    paths.trash.mkdir(parents=True)
    (paths.trash / "1000000000-z.toml").write_text("host = 'http://x.cn'")
    restore_environment(paths.environments, paths.trash, "z")


def remove_and_restore(path: str) -> Act:
    def act(paths: Paths) -> object:
        removed = collection_moves.remove(paths.collections, path)
        collection_moves.restore(paths.collections, removed)
        return removed

    return act


def save_request(path: str) -> Act:
    def act(paths: Paths) -> object:
        return collection_files.save_request(paths.collections, saved(path))

    return act


def imported(path: str) -> Act:
    def act(paths: Paths) -> None:
        folder = FolderSettings(path=path, variables={"a": "1"})
        write_imported(paths.collections, path, [saved(f"{path}/x")], [folder])

    return act


ENVIRONMENTS: dict[str, Act] = {
    "load": lambda p: environment_files.load_environments(p.environments),
    "save": lambda p: environment_files.save_environment(p.environments, PLACE),
    "save over": lambda p: environment_files.save_environment(
        p.environments, PLACE, known_text=CANARY
    ),
    "save another": lambda p: environment_files.save_environment(p.environments, OTHER),
    "rename": lambda p: environment_files.save_environment(
        p.environments, OTHER, renamed_from="a", known_text=CANARY
    ),
    "remove": lambda p: environment_files.remove_environment(p.environments, "a"),
    "trash": trash_and_restore,
    "restore": restore_only,
}
MODULES: dict[str, Act] = {
    "load": lambda p: module_files.load_modules(p.modules, load_bundled_catalogue()),
    "read": lambda p: module_files.read_document(p.modules, "crm"),
    "export": lambda p: OwnModules(p.modules, Masker).document("crm"),
    "save": lambda p: module_files.save_document(p.modules, "crm", b"{}", known=None),
    "save own": lambda p: module_files.save_own(p.modules, OWN, known=None),
    "remove": lambda p: module_files.remove_module(p.modules, "crm"),
}
REQUESTS: dict[str, Act] = {
    "load": lambda p: collection_files.load_collections(p.collections),
    "list": lambda p: collection_files.list_folder(p.collections, "c"),
    "read": lambda p: collection_files.load_request(p.collections, "c/r"),
    "read settings": lambda p: collection_files.load_settings(p.collections, "c"),
    "save": save_request("c/r"),
    "save another": save_request("c/other"),
    "save below": save_request("c/deep/er/other"),
    "save elsewhere": save_request("d/other"),
    "save over": lambda p: collection_files.save_request(
        p.collections, saved("c/r"), known_text=CANARY
    ),
    "save settings": lambda p: collection_files.save_settings(
        p.collections, FolderSettings(path="c", name="n"), known_text=None
    ),
    "make": lambda p: collection_moves.make(p.collections, "c/new"),
    "make elsewhere": lambda p: collection_moves.make(p.collections, "new"),
    "move out": lambda p: collection_moves.move(p.collections, "c/r", "moved"),
    "move in": lambda p: collection_moves.move(p.collections, "own/r", "c/moved"),
    "move folder": lambda p: collection_moves.move(p.collections, "c", "moved"),
    "remove": remove_and_restore("c/r"),
    "remove folder": remove_and_restore("c"),
    "import below": imported("c/imported"),
    "import": imported("imported"),
}
RULES: dict[str, Act] = {
    "load": lambda p: load_rules(p.rules),
    "save": lambda p: save_rule(p.rules, "a.b", "$.c", known=""),
}
IGNORED: dict[str, Act] = {
    "load": lambda p: load_ignored(p.ignored),
    "save": lambda p: change_ignored(p.ignored, lambda _: Ignored(("$.x",))),
}
NOTES: dict[str, Act] = {
    "load": lambda p: load_notes(p.notes),
    "save": lambda p: save_note(p.notes, "$(touch x)", "ask", known=""),
}
BOTH = {"load", "save"}
KINDS = {
    "environments": [
        Kind(
            "environments/a.toml", ENVIRONMENTS, {"load", "save over", "rename", "remove", "trash"}
        )
    ],
    "modules": [
        Kind("modules/crm.toml", MODULES, {"load", "save own"}),
        Kind("modules/crm.openapi.json", MODULES, {"load", "read", "export", "save"}),
    ],
    "rules": [Kind("rules/success.toml", RULES, BOTH)],
    "ignored": [Kind("rules/ignored.toml", IGNORED, BOTH)],
    "notes": [Kind("notes/codes.toml", NOTES, BOTH)],
    "collections": [
        Kind("collections/c/r.toml", REQUESTS, {"load", "read", "save over"}),
        Kind("collections/c/folder.toml", REQUESTS, {"load", "read settings", "save settings"}),
    ],
}
"""The kinds of files, by property of ``Paths``."""


def in_workspace() -> set[str]:
    """Return the properties of ``Paths`` that are inside the workspace."""
    paths = Paths(workspace=Path("/w"), state=Path("/s"))
    names = {name for name in dir(paths) if not name.startswith("_")} - {"workspace"}
    values = {name: getattr(paths, name) for name in names}
    return {
        name
        for name, path in values.items()
        if isinstance(path, Path) and path.is_relative_to(paths.workspace)
    }


def test_every_kind_of_file_is_here() -> None:
    assert in_workspace() == set(KINDS)


def rows() -> Iterator[Any]:
    """Yield every kind of file, with a link at every place on the path of its file."""
    for kind in (kind for kinds in KINDS.values() for kind in kinds):
        parts = Path(kind.file).parts
        places = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
        for place, target in product(places, ("there", "missing")):
            yield pytest.param(kind, place, target, id=f"{kind.file}-{place}-{target}")


def tree(folder: Path) -> dict[str, bytes]:
    """Return everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_in(tmp_path)


def paths_in(folder: Path) -> Paths:
    """Return a workspace with one request of its own, and no state."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    own = paths.collections / "own"
    own.mkdir(parents=True)
    (own / "r.toml").write_text('method = "GET"\nurl = "/"\n')
    return paths


@pytest.mark.parametrize(("kind", "place", "target"), [*rows()])
def test_no_kind_of_file_leads_out(tmp_path: Path, kind: Kind, place: str, target: str) -> None:
    for name in kind.acts:
        check_act(paths_in(tmp_path / name), kind, place, target, name)


def check_act(paths: Paths, kind: Kind, place: str, target: str, name: str) -> None:
    """Check one act of a kind of file, with a link at a place on its path."""
    outside = paths.workspace.with_name("outside")
    (outside / kind.file).parent.mkdir(parents=True)
    (outside / kind.file).write_text(CANARY)
    link = paths.workspace / place
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_dir():
        for each in sorted(link.rglob("*"), reverse=True):
            each.rmdir() if each.is_dir() else each.unlink()
        link.rmdir()
    link.symlink_to(outside / place if target == "there" else outside / "missing")
    before = tree(outside)
    codes: list[ErrorCode] = []
    seen: object = None
    try:
        seen = kind.acts[name](paths)
    except FileError as error:
        codes, seen = [error.code], error.parameters
    codes += [each.code for each in getattr(seen, "problems", ())]
    assert tree(outside) == before, name
    assert CANARY not in repr(seen), name
    assert CANARY.encode() not in b"".join(tree(paths.state).values()), name
    if not link.is_symlink():
        assert name in {"remove", "move out", "move folder"}
        assert place in {kind.file, "collections/c"}
    for path in paths.workspace.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert CANARY not in path.read_text("utf-8"), name
    is_listed = target == "there" or name != "load" or place != "collections/c"
    if name in kind.own and is_listed:
        assert codes == [ErrorCode.LINK_OUTSIDE], name


STATE_ONLY = {
    *("approved_routes", "drafts", "log_places", "trash", "models", "preferences"),
    *("refusal_file", "secrets", "tokens", "bodies", "database", "approved_bounds", "questions"),
    "ledgers",
}
"""Modules of ``store`` whose own files are in the state folder, or where the user chooses."""
GUARDED = {"body_sources", "workspace_files", "imports", "moves", "local_files"}
"""Modules of ``store`` that check a path for links before they open a file."""
RAW = {"read_whole", "write_atomic", "make_folder", "locked"}


def names_in(path: Path) -> set[str]:
    """Return every name that a module imports."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return {each.name for node in imports for each in node.names}


def test_no_other_module_opens_files_without_a_look_at_the_links() -> None:
    """A new module that opens files of the workspace has to use ``workspace_files``."""
    folder = Path(weda_tui.__file__).parent
    raw = {path.stem for path in (folder / "store").rglob("*.py") if names_in(path) & RAW}
    assert raw - STATE_ONLY - GUARDED - {"atomic", "locks"} == set()
    for path in (*folder.glob("session/**/*.py"), *folder.glob("cli/**/*.py")):
        names = names_in(path)
        if names & (RAW | {"typed_path"}) and path.name not in {
            "session.py",
            "external_editor.py",
            "key_map.py",
            "themes.py",
            "locustfile_place.py",  # checks places, opens no file
            "watched_files.py",  # reads only modification times
        }:
            assert "check_typed" in names, path.name


def test_leftovers_are_swept_in_the_workspace_alone(paths: Paths) -> None:
    outside = paths.workspace.with_name("outside")
    outside.mkdir()
    old = outside / ".0123456789abcdef.tmp"
    old.write_text("not ours")
    os.utime(old, (1, 1))
    paths.environments.symlink_to(outside)
    paths.notes.parent.symlink_to(outside)
    sweep_leftovers(paths)
    assert old.exists()


def test_an_import_moves_nothing_of_the_person_into_the_workspace(machine: Machine) -> None:
    """The folder in which an import is prepared always belongs to the program."""
    before = tree(machine.state)
    (machine.workspace / "collections" / STAGING).symlink_to("../../")
    document = machine.folder / "c.json"
    document.write_text(
        '{"info": {"name": "state", "schema": '
        '"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, '
        '"item": [{"name": "a", "request": {"method": "GET", "url": "http://a.cn/x"}}]}'
    )
    ran = machine.run("import", str(document))
    assert ran.status == 0, ran.talk
    assert set(before) <= set(tree(machine.state))
    assert (machine.workspace / "collections/state/a.toml").is_file()
    assert not (machine.workspace / "collections/state/secrets.json").exists()
    assert not os.path.lexists(machine.workspace / "collections" / STAGING)


def test_a_folder_that_was_prepared_before_is_removed_with_its_links(paths: Paths) -> None:
    victim = paths.workspace.with_name("victim")
    victim.mkdir()
    (victim / "file").write_text("kept")
    staging = paths.collections / STAGING
    staging.mkdir()
    (staging / "imported").symlink_to(victim)
    imported("imported")(paths)
    assert (victim / "file").read_text() == "kept"
    assert (paths.collections / "imported/x.toml").is_file()


def test_what_is_deleted_comes_back_with_its_links(paths: Paths) -> None:
    secret = paths.workspace.with_name("secret")
    secret.write_text(CANARY)
    folder = paths.collections / "own"
    links = {"a.toml": "../../../secret", "gone": "../../nowhere", "deep": "../../.."}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    for name in ("own", "own/a", "own"):
        removed = collection_moves.remove(paths.collections, name)
        assert CANARY not in repr(removed)
        collection_moves.restore(paths.collections, removed)
        for link, target in links.items():
            assert os.readlink(folder / link) == target  # noqa: PTH115
    assert (folder / "r.toml").is_file()
    assert secret.read_text() == CANARY


COMMANDS = [
    ("export", "crm", "--format", "openapi"),
    ("catalogue", "list"),
    ("send", "crm.X", "--env", "hq", "--yes"),
    ("run", "basic", "--env", "hq", "--yes", "--data", "<W>/rows.csv"),
    ("send", "basic/read", "--env", "hq", "--yes", "--body", "@<W>/rows.csv"),
    ("import", "<W>/rows.csv"),
    ("explain", "<W>/rows.csv"),
    ("view", "<W>/rows.csv"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("by_folder", [False, True])
def test_no_command_sends_or_prints_what_a_link_leads_to(
    machine: Machine, words: tuple[str, ...], by_folder: bool
) -> None:
    outside = machine.folder / "outside"
    outside.mkdir()
    (outside / "rows.csv").write_text(f"a\n{CANARY}\n")
    (machine.workspace / "modules").mkdir()
    (machine.workspace / "modules/crm.openapi.json").symlink_to(outside / "rows.csv")
    if by_folder:
        (machine.workspace / "d").symlink_to(outside)
    else:
        (machine.workspace / "rows.csv").symlink_to(outside / "rows.csv")
    machine.write(
        "collections/basic/read.toml", 'method = "POST"\nurl = "{{vars.host}}/x"\nbody = "{{a}}"\n'
    )
    at = machine.workspace / "d" if by_folder else machine.workspace
    ran = machine.run(*(word.replace("<W>", str(at)) for word in words))
    received = b"".join(site.received for site in machine.sites)
    assert CANARY not in ran.text + ran.talk + received.decode("utf-8", "replace")
    if any("<W>" in word for word in words):
        assert ran.status == 2
        assert str(outside / "rows.csv") in ran.talk


WRITES = [
    ("export", "basic", "--format", "har", "-o", "<W>/out", "--force"),
    ("export", "hq", "--format", "postman-env", "-o", "<W>/out", "--force"),
    ("send", "basic/read", "--env", "hq", "--yes", "-o", "<W>/out", "--force"),
    ("run", "basic", "--env", "hq", "--yes", "--junit", "<W>/out"),
    ("sandbox", "--state", "<W>/out"),
    ("sandbox", "--ready-file", "<W>/out"),
]


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
@pytest.mark.parametrize("by_folder", [False, True])
def test_no_command_writes_where_a_link_leads_to(
    machine: Machine, words: tuple[str, ...], by_folder: bool
) -> None:
    outside = machine.folder / "outside"
    outside.mkdir()
    if by_folder:
        (machine.workspace / "d").symlink_to(outside)
    else:
        (machine.workspace / "out").symlink_to(outside / ".bash_profile")
    at = machine.workspace / "d" if by_folder else machine.workspace
    ran = machine.run(*(word.replace("<W>", str(at)) for word in words))
    assert ran.status == 2, ran.talk
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("folder", ["environments", "collections", "modules", "rules", "notes"])
def test_a_folder_that_is_a_link_is_told_and_the_rest_goes_on(
    machine: Machine, folder: str
) -> None:
    outside = machine.folder / "outside"
    outside.mkdir()
    (outside / "a.toml").write_text(f'host = "http://{CANARY}"\n')
    path = machine.workspace / folder
    if path.exists():
        path.rename(machine.workspace / "before")
    path.symlink_to(outside)
    listed = {
        "environments": ("env", "list"),
        "modules": ("catalogue", "list"),
        "collections": ("run", "basic", "--env", "hq"),
        "rules": ("send", "basic/read", "--env", "hq", "--yes"),
        "notes": ("errors", "INVALID_ENV"),
    }[folder]
    ran = machine.run(*listed)
    assert CANARY not in ran.text + ran.talk
    if folder != "rules":
        assert str(outside) in ran.talk
        assert ran.talk.count(str(outside)) == 1
    if folder != "collections":
        assert machine.run("catalogue", "list").text.count("workflow") > 0
