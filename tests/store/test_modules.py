"""The modules folder: loaded and broken files, and no save overwrites another's change."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.own_call import OwnCall, OwnModule
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.openapi.read import open_openapi
from weda_tui.store.modules import (
    LoadedModules,
    digest,
    load_modules,
    remove_module,
    save_document,
    save_own,
)


def document(*actions: str, **parts: Any) -> bytes:
    paths = {f"/{action}": {"get": {"operationId": action}} for action in actions}
    return json.dumps({"openapi": "3.1.0", "paths": paths, **parts}, indent=2).encode()


SHIPPED = Catalogue(
    (
        open_openapi(
            document("Documented", **{"x-weda-pathless": [{"operationId": "Secret"}]}),
            name="workflow.json",
        ),
    )
)
OWN = OwnModule(id="own", calls=(OwnCall(action="Mine", method="GET", path="/mine"),))


def load(folder: Path) -> LoadedModules:
    return load_modules(folder, SHIPPED)


def ids(folder: Path) -> list[str]:
    return list(load(folder).catalogue.by_id)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def code_of(save: Any) -> ErrorCode:
    with pytest.raises(FileError) as caught:
        save()
    return caught.value.code


def test_a_missing_folder_has_the_bundled_modules(tmp_path: Path):
    loaded = load(tmp_path / "missing")
    assert loaded.catalogue.modules == SHIPPED.modules
    assert loaded.problems == ()
    (tmp_path / "file").write_bytes(b"")
    assert [p.code for p in load(tmp_path / "file").problems] == [ErrorCode.FILE_UNREADABLE]


def test_what_is_saved_is_loaded_after_the_bundled_modules_by_name(tmp_path: Path):
    folder = tmp_path / "工作区" / "modules"
    assert save_document(folder, "pets", document("list"), known=None) == digest(document("list"))
    text = save_own(folder, OWN, known=None)
    loaded = load(folder)
    assert list(loaded.catalogue.by_id) == [
        "workflow.Documented", "workflow.Secret", "own.Mine", "pets.list",
    ]  # fmt: skip
    assert loaded.own == {"own": OWN}
    assert loaded.texts == {"own": text}
    assert names(folder) == ["own.toml", "pets.openapi.json"]
    assert (folder / "pets.openapi.json").read_bytes() == document("list")


def test_words_over_a_document_stand_beside_it(tmp_path: Path):
    save_document(tmp_path, "pets", document("list"), known=None)
    save_own(tmp_path, OwnModule(id="pets", calls=(OwnCall(action="list", title="L"),)), known=None)
    assert load(tmp_path).catalogue.get("pets.list").title.en == "L"
    assert b"L" not in (tmp_path / "pets.openapi.json").read_bytes()


def test_a_bundled_call_known_by_its_title_is_said_in_a_file_of_its_module(tmp_path: Path):
    secret = OwnCall(action="Secret", method="POST", path="/secret")
    save_own(tmp_path, OwnModule(id="workflow", calls=(secret,)), known=None)
    assert load(tmp_path).catalogue.get("workflow.Secret").path == "/secret"
    assert ids(tmp_path) == ["workflow.Documented", "workflow.Secret"]


def test_broken_files_are_named_and_the_rest_opens(tmp_path: Path):
    save_document(tmp_path, "good", document("list"), known=None)
    save_own(tmp_path, OWN, known=None)
    files: dict[str, bytes] = {
        "cut.openapi.json": b'{"openapi": "3.1.0"',
        "old.openapi.json": b'{"swagger": "2.0"}',
        "workflow.openapi.json": document("x"),
        "a b.toml": b"",
        "said.toml": b"titel = 1",
        "README.md": b"x",
        ".hidden.toml": b"x",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.toml").mkdir()
    loaded = load(tmp_path)
    assert [endpoint for endpoint in loaded.catalogue.by_id if not endpoint.startswith("w")] == [
        "good.list", "own.Mine",
    ]  # fmt: skip
    assert sorted(problem.code for problem in loaded.problems) == [
        ErrorCode.FILE_UNREADABLE, ErrorCode.MODULE_TAKEN, ErrorCode.NAME_INVALID,
        ErrorCode.OPENAPI_INVALID, ErrorCode.OPENAPI_VERSION, ErrorCode.TOML_UNKNOWN_KEY,
    ]  # fmt: skip


def test_a_broken_document_leaves_the_words_over_it(tmp_path: Path):
    (tmp_path / "pets.openapi.json").write_bytes(b"{")
    said = OwnModule(id="pets", calls=(OwnCall(action="a", method="GET", path="/a"),))
    save_own(tmp_path, said, known=None)
    assert ids(tmp_path)[2:] == ["pets.a"]


class TestSomebodyElseWasFaster:
    def test_a_document(self, tmp_path: Path):
        mark = save_document(tmp_path, "pets", document("a"), known=None)
        (tmp_path / "pets.openapi.json").write_bytes(document("b"))
        for known in (None, mark):

            def save(known: str | None = known) -> None:
                save_document(tmp_path, "pets", document("c"), known=known)

            assert code_of(save) is ErrorCode.FILE_CHANGED
        assert save_document(tmp_path, "pets", document("c"), known=digest(document("b")))

    def test_the_users_words(self, tmp_path: Path):
        text = save_own(tmp_path, OWN, known=None)
        (tmp_path / "own.toml").write_text("# theirs\n")
        assert code_of(lambda: save_own(tmp_path, OWN, known=text)) is ErrorCode.FILE_CHANGED
        assert (tmp_path / "own.toml").read_text() == "# theirs\n"

    def test_a_name_that_differs_only_in_case(self, tmp_path: Path):
        save_document(tmp_path, "Pets", document("a"), known=None)
        assert (
            code_of(lambda: save_document(tmp_path, "pets", document("a"), known=None))
            is ErrorCode.FILE_EXISTS
        )


def test_no_name_leads_out_of_the_folder(tmp_path: Path):
    for name in ("../x", "a/b", "", ".", "a.b", "con"):
        for save in (
            lambda name=name: save_document(tmp_path, name, b"{}", known=None),
            lambda name=name: save_own(tmp_path, OwnModule(id=name, title="t"), known=None),
            lambda name=name: remove_module(tmp_path, name),
        ):
            assert code_of(save) is ErrorCode.NAME_INVALID


def test_when_nothing_is_said_any_more_the_file_goes(tmp_path: Path):
    text = save_own(tmp_path, OWN, known=None)
    assert save_own(tmp_path, OWN.without_call("Mine"), known=text) is None
    assert names(tmp_path) == []


def test_a_module_goes_with_both_files(tmp_path: Path):
    save_document(tmp_path, "pets", document("a"), known=None)
    save_own(tmp_path, OwnModule(id="pets", title="t"), known=None)
    remove_module(tmp_path, "pets")
    assert names(tmp_path) == []
    assert code_of(lambda: remove_module(tmp_path, "pets")) is ErrorCode.MODULE_UNKNOWN


@pytest.mark.parametrize("call", CALLS)
def test_a_failing_disk_leaves_the_old_or_the_new_module(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = document("a")
    for number in range(1, 12):
        folder = tmp_path / f"{call}{number}"
        mark = save_document(folder, "pets", before, known=None)
        with monkeypatch.context() as patch:
            fail_nth(patch, call, number)
            attempt(partial(save_document, folder, "pets", document("b"), known=mark))
        assert (folder / "pets.openapi.json").read_bytes() in {before, document("b")}
        assert ids(folder)[2:] in (["pets.a"], ["pets.b"])
        assert names(folder) == ["pets.openapi.json"]
