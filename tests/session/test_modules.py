"""Importing, importing again, and the user's own endpoints: what changes and what stays."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.session.weda import Weda, open_session, place
from weda_tui.core.catalogue.endpoint import Confidence, Effect, TokenKind
from weda_tui.core.catalogue.own_call import OwnCall
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.store.paths import Paths

PETS = """
openapi: 3.0.3
info: {title: Pet Store}
servers: [{url: https://pets.example/api}]
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
security: [{key: []}]
paths:
  /pets:
    get: {operationId: list, summary: List pets}
    post: {operationId: add, summary: Add a pet}
"""
UNKNOWN = "permissions.title.deleteUser"
"""A bundled endpoint whose title alone is known."""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(tmp_path)


def bring_in(session: Session, text: str, **names: str) -> None:
    plan = session.modules.plan_import(
        text.encode(), file=names.get("file", "pets.yaml"), into=names.get("into", "")
    )
    session.modules.apply_import(plan)


def refused(act: Any) -> FileError:
    with pytest.raises(FileError) as caught:
        act()
    return caught.value


class TestImport:
    def test_nothing_is_written_before_it_is_applied(self, session: Session) -> None:
        plan = session.modules.plan_import(PETS.encode(), file="pets.yaml")
        assert (plan.name, plan.is_new, plan.known) == ("pets", True, None)
        assert [e.id for e in plan.changes.new] == ["pets.list", "pets.add"]
        assert "pets.list" not in session.modules.catalogue.by_id
        assert not session.paths.modules.exists()

    def test_a_document_becomes_a_module_of_its_own(self, session: Session) -> None:
        bring_in(session, PETS)
        endpoint = session.modules.catalogue.get("pets.list")
        assert (endpoint.method, endpoint.path) == ("GET", "/api/pets")
        assert endpoint.token_kind is TokenKind.KEY
        assert session.modules.catalogue.modules[-1].title.en == "Pet Store"
        stored = session.paths.modules / "pets.openapi.json"
        assert json.loads(stored.read_bytes())["openapi"] == "3.0.3"
        assert stored.read_bytes().startswith(b'{\n  "openapi": "3.0.3",\n')

    def test_another_session_finds_it(self, session: Session, tmp_path: Path) -> None:
        bring_in(session, PETS)
        assert "pets.list" in open_session(tmp_path).modules.catalogue.by_id

    @pytest.mark.parametrize(
        ("file", "name"),
        [
            ("pets.yaml", "pets"),
            ("Pets v2.openapi.json", "pets-v2"),
            ("openapi.yaml", "pet-store"),
            ("-", "pet-store"),
            ("订单.yaml", "订单"),
            ("....yaml", "pet-store"),
        ],
    )
    def test_the_module_is_named_by_file_or_title(
        self, session: Session, file: str, name: str
    ) -> None:
        assert session.modules.plan_import(PETS.encode(), file=file).name == name

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("workflow", ErrorCode.MODULE_TAKEN),
            ("a.b", ErrorCode.NAME_INVALID),
            ("../x", ErrorCode.NAME_INVALID),
        ],
    )
    def test_a_name_that_cannot_be(self, session: Session, name: str, code: ErrorCode) -> None:
        def plan() -> None:
            session.modules.apply_import(
                session.modules.plan_import(PETS.encode(), file="pets.yaml", into=name)
            )

        assert refused(plan).code is code
        assert "pets.list" not in session.modules.catalogue.by_id

    def test_what_cannot_be_read_is_listed_and_the_rest_opens(self, session: Session) -> None:
        text = PETS + "  /broken: {get: 1}\n"
        plan = session.modules.plan_import(text.encode(), file="pets.yaml")
        assert [p.parameters["path"] for p in plan.problems] == ["/paths/~1broken/get"]
        session.modules.apply_import(plan)
        assert "pets.list" in session.modules.catalogue.by_id
        assert session.modules.problems == ()

    def test_a_document_that_is_none_changes_nothing(self, session: Session) -> None:
        bring_in(session, PETS)
        error = refused(lambda: session.modules.plan_import(b"a: [", file="pets.yaml"))
        assert error.code is ErrorCode.DOCUMENT_SYNTAX
        assert "pets.list" in session.modules.catalogue.by_id


class TestImportAgain:
    def test_new_changed_and_gone_are_told(self, session: Session) -> None:
        bring_in(session, PETS)
        text = PETS.replace("Add a pet", "Add one").replace("    get: {", "  /all:\n    get: {")
        text = text.replace("operationId: list", "operationId: all")
        plan = session.modules.plan_import(text.encode(), file="pets.yaml")
        assert not plan.is_new
        assert [e.action for e in plan.changes.new] == ["all"]
        assert [(c.after.action, c.parts) for c in plan.changes.changed] == [
            ("add", ("path", "title"))
        ]
        assert [e.action for e in plan.changes.gone] == ["list"]

    def test_the_same_again_changes_nothing(self, session: Session) -> None:
        bring_in(session, PETS)
        plan = session.modules.plan_import(PETS.encode(), file="pets.yaml")
        assert plan.changes.is_empty
        assert plan.changes.same == 2

    def test_the_users_words_stay_and_the_document_moves_under_them(self, session: Session) -> None:
        bring_in(session, PETS)
        edited = session.modules.catalogue.get("pets.add")
        session.modules.save_call(
            "pets",
            OwnCall(action="add", method=edited.method, path=edited.path, title="加宠物",
                    effect=Effect.DESTRUCTIVE, token_kind=edited.token_kind),
        )  # fmt: skip
        said = (session.paths.modules / "pets.toml").read_text(encoding="utf-8")
        assert said == '[calls.add]\ntitle = "加宠物"\neffect = "destructive"\n'
        text = PETS.replace("post:", "put:").replace("/pets:", "/animals:")
        assert session.modules.plan_import(text.encode(), file="pets.yaml").kept == ("add",)
        bring_in(session, text)
        after = session.modules.catalogue.get("pets.add")
        assert (after.method, after.path) == ("PUT", "/api/animals")
        assert (after.title.en, after.effect) == ("加宠物", Effect.DESTRUCTIVE)
        assert (session.paths.modules / "pets.toml").read_text(encoding="utf-8") == said

    def test_words_over_a_call_that_goes_are_kept_and_told(self, session: Session) -> None:
        bring_in(session, PETS)
        session.modules.save_call("pets", OwnCall(action="add", title="加宠物"))
        bring_in(session, PETS.replace("operationId: add", "operationId: put"))
        assert [p.code for p in session.modules.problems] == [ErrorCode.OWN_CALL_LOST]
        assert not session.modules.catalogue.get("pets.add").has_path
        bring_in(session, PETS)
        assert session.modules.problems == ()
        assert session.modules.catalogue.get("pets.add").title.en == "加宠物"

    def test_a_document_that_somebody_else_changed_meanwhile_is_not_written_over(
        self, session: Session, tmp_path: Path
    ) -> None:
        bring_in(session, PETS)
        plan = session.modules.plan_import(PETS.encode(), file="pets.yaml")
        bring_in(open_session(tmp_path), PETS.replace("Add a pet", "Theirs"))
        assert refused(lambda: session.modules.apply_import(plan)).code is ErrorCode.FILE_CHANGED
        assert session.modules.catalogue.get("pets.add").title.en == "Theirs"


class TestOwnCalls:
    def test_one_is_added_changed_and_removed(self, session: Session) -> None:
        call = OwnCall(action="Mine", method="GET", path="/mine", title="我的")
        added = session.modules.save_call("own", call)
        assert (added.id, added.confidence) == ("own.Mine", Confidence.OWN)
        assert session.modules.own_call_of(added) == call
        assert session.modules.actions("own") == {"Mine"}
        changed = session.modules.save_call(
            "own", OwnCall(action="Mine", method="POST", path="/mine/2", title="我的")
        )
        assert (changed.method, changed.path) == ("POST", "/mine/2")
        session.modules.forget_call(changed)
        assert "own.Mine" not in session.modules.catalogue.by_id
        assert not list(session.paths.modules.glob("*.toml"))

    def test_an_edit_that_says_what_the_document_says_is_none(self, session: Session) -> None:
        bring_in(session, PETS)
        session.modules.save_call("pets", OwnCall(action="add", title="加宠物"))
        same = OwnCall(
            action="add", method="POST", path="/api/pets", title="Add a pet",
            effect=Effect.WRITE, token_kind=TokenKind.KEY,
        )  # fmt: skip
        endpoint = session.modules.save_call("pets", same)
        assert endpoint.confidence is Confidence.IMPORTED
        assert not (session.paths.modules / "pets.toml").exists()

    def test_a_summary_that_no_field_shows_stays(self, session: Session) -> None:
        call = OwnCall(action="Mine", method="GET", path="/mine", summary="why")
        session.modules.save_call("own", call)
        changed = OwnCall(action="Mine", method="GET", path="/mine", title="T")
        assert session.modules.save_call("own", changed).summary.en == "why"

    def test_a_bundled_call_with_a_path_stays_as_it_is(self, session: Session) -> None:
        documented = session.modules.catalogue.get("workflow.StartFlow")
        assert not session.modules.is_editable(documented)
        assert session.modules.is_editable(session.modules.catalogue.get(UNKNOWN))

    async def test_a_call_known_by_its_title_is_defined_and_sent(self, tmp_path: Path) -> None:
        weda = Weda()
        session = open_session(tmp_path, weda)
        call = OwnCall(
            action=UNKNOWN.partition(".")[2], method="POST", path="/weda/{envType}/mine",
            token_kind=TokenKind.KEY, effect=Effect.READ,
        )  # fmt: skip
        endpoint = session.modules.save_call("permissions", call)
        assert session.modules.is_editable(endpoint)
        result = await session.sending.send(draft_for(endpoint), place(session))
        assert isinstance(result, Answered)
        assert weda.calls[0].url.path == "/weda/dev/mine"
        session.modules.forget_call(endpoint)
        assert not session.modules.catalogue.get(UNKNOWN).has_path

    def test_a_read_of_ones_own_does_not_hide_a_write_of_the_same_path(
        self, session: Session
    ) -> None:
        stop = session.modules.catalogue.get("workflow.StopFlow")
        call = OwnCall(
            action="Innocent", method="POST", path=stop.path, effect=Effect.READ,
            token_kind=TokenKind.KEY,
        )  # fmt: skip
        innocent = session.modules.save_call("own", call)
        preflight = session.sending.preflight(draft_for(innocent), place(session))
        assert preflight.effect is Effect.DESTRUCTIVE

    @pytest.mark.parametrize("method", ["POST", "GET"])
    def test_nor_does_one_that_spells_out_the_env_type(self, session: Session, method: str) -> None:
        path = session.modules.catalogue.get("workflow.StopFlow").path.replace("{envType}", "prod")
        call = OwnCall(action="Innocent", method=method, path=path, effect=Effect.READ)
        innocent = session.modules.save_call("own", call)
        preflight = session.sending.preflight(draft_for(innocent), place(session, "dev"))
        assert (preflight.effect, preflight.env_type) == (Effect.DESTRUCTIVE, "prod")
        assert preflight.endpoint is innocent

    def test_an_env_type_in_a_path_of_ones_own_is_where_the_call_goes(
        self, session: Session
    ) -> None:
        call = OwnCall(action="Prod", method="GET", path="/crm/prod/orders", effect=Effect.READ)
        endpoint = session.modules.save_call("own", call)
        assert (
            session.sending.preflight(draft_for(endpoint), place(session, "dev")).env_type == "prod"
        )

    def test_a_module_is_removed_but_none_that_ships(self, session: Session) -> None:
        bring_in(session, PETS)
        session.modules.remove_module("pets")
        assert "pets.list" not in session.modules.catalogue.by_id
        error = refused(lambda: session.modules.remove_module("workflow"))
        assert error.code is ErrorCode.MODULE_TAKEN


def test_a_workspace_may_be_read_only_for_those_who_only_look(tmp_path: Path) -> None:
    paths = Paths(workspace=tmp_path / "none", state=tmp_path / "state")
    assert len(Session(paths, environ={}).modules.catalogue.modules) == 7
    assert not paths.workspace.exists()
