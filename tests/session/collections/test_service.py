"""Saved requests as the user handles them: named, moved, ordered, removed and restored."""

import os
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tests.session.weda import READ, SECRET, Weda, open_session, place
from weda_tui.core.collections.saved_request import (
    Assertion,
    AssertionOperator,
    Example,
    Poll,
    SavedRequest,
)
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.variables import VariableOrigin
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.collections.service import Collections

DRAFT = RequestDraft(endpoint_id=READ, method="POST", url="{{vars.host}}/{{who}}", body="{}")


@pytest.fixture
def collections(session: Session) -> Collections:
    return session.collections


def rows(collections: Collections, path: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    listing = collections.listing(path)
    return listing.folders, listing.requests


def test_a_title_of_any_kind_becomes_a_file_and_stays_the_title(collections: Collections):
    first = collections.changes.create("本周/待办?", "审批", DRAFT)
    again = collections.changes.create("本周/待办?", "审批", DRAFT)
    assert [each.request.path for each in (first, again)] == ["审批/本周-待办", "审批/本周-待办 2"]
    assert collections.load(first.request.path).request.title == "本周/待办?"
    assert collections.changes.create("a", "审批", DRAFT).request.name == ""


def test_a_rename_takes_the_file_and_the_place_in_the_order_along(collections: Collections):
    for title in ("a", "b", "c"):
        collections.changes.create(title, "审批", DRAFT)
    collections.changes.shift("审批/c", -2)
    assert rows(collections, "审批") == ((), ("c", "a", "b"))
    assert collections.changes.rename("审批/c", "z/1") == "审批/z-1"
    assert rows(collections, "审批") == ((), ("z-1", "a", "b"))
    assert collections.load("审批/z-1").request.title == "z/1"
    assert collections.changes.rename("审批/z-1", "Z-1") == "审批/Z-1"
    assert collections.load("审批/Z-1").request.name == ""
    assert collections.changes.rename("审批", "流程?") == "流程"
    assert collections.listing("流程").settings.name == "流程?"


def test_a_move_finds_a_free_name_and_never_goes_into_itself(collections: Collections):
    collections.changes.create("a", "x", DRAFT)
    collections.changes.create("a", "y", DRAFT)
    assert collections.changes.move("x/a", "y") == "y/a 2"
    assert collections.changes.move("x", "y") == "y/x"
    with pytest.raises(FileError) as caught:
        collections.changes.move("y", "y/x")
    assert caught.value.code is ErrorCode.FILE_EXISTS
    assert collections.changes.move("y/x", "") == "x"


def test_the_order_has_ends(collections: Collections):
    for title in ("a", "b"):
        collections.changes.create(title, "x", DRAFT)
    assert not collections.changes.shift("x/a", -1)
    assert collections.changes.shift("x/a", 1)
    assert not collections.changes.shift("x/a", 1)
    assert rows(collections, "x")[1] == ("b", "a")


def test_a_folder_goes_among_the_requests(collections: Collections):
    for path in ("x", "x/f"):
        collections.changes.create("a", path, DRAFT)
        collections.changes.create("b", path, DRAFT)
    assert collections.paths() == ("x/a", "x/b", "x/f/a", "x/f/b")
    assert collections.changes.shift("x/f", -1)
    assert collections.paths() == ("x/a", "x/f/a", "x/f/b", "x/b")
    assert collections.changes.shift("x/b", -2)
    assert collections.paths() == ("x/b", "x/a", "x/f/a", "x/f/b")


def test_a_copy_has_a_name_and_a_title_of_its_own(collections: Collections):
    collections.changes.create("a?", "x", DRAFT)
    copy = collections.changes.duplicate("x/a").request
    assert (copy.path, copy.title) == ("x/a 2", "a? 2")


def test_what_is_removed_comes_back_last_first(collections: Collections):
    collections.changes.create("a", "x", DRAFT)
    collections.changes.create("b", "x", DRAFT)
    collections.changes.remove("x/a")
    collections.changes.remove("x")
    assert rows(collections) == ((), ())
    assert [collections.changes.undo().path, collections.changes.undo().path] == ["x", "x/a"]
    assert rows(collections, "x")[1] == ("a", "b")
    assert not collections.changes.can_undo


def test_folders_are_made_with_any_title(collections: Collections):
    assert collections.changes.make_folder("a/b") == "a-b"
    assert collections.changes.make_folder("c", "a-b") == "a-b/c"
    assert collections.listing("a-b").settings.name == "a/b"
    assert collections.folders() == ("a-b", "a-b/c")


def test_the_variables_of_folders_stand_behind_those_of_the_request(session: Session):
    collections = session.collections
    collections.changes.create("a", "x/y", DRAFT)
    collections.changes.change_settings("x", variables={"who": "outer", "else": "1"}, name="甲")
    collections.changes.change_settings("x/y", variables={"who": "inner"})
    request = collections.load("x/y/a").request
    draft = collections.draft_of(request)
    assert [(layer.origin, layer.name) for layer in draft.layers] == [
        (VariableOrigin.COLLECTION, "甲"), (VariableOrigin.COLLECTION, "y"),
    ]  # fmt: skip
    where = place(session)
    assert session.sending.variables(where, draft)["who"] == "inner"
    own = msgspec.structs.replace(request, variables={"who": "own"})
    assert session.sending.variables(where, collections.draft_of(own))["who"] == "own"


async def test_no_secret_is_ever_saved(session: Session):
    where = place(session)
    await session.tokens.get(where.environment)
    token = session.tokens.masker
    replace = msgspec.structs.replace
    assert token().text(SECRET) != SECRET
    for part, draft in {
        "body": replace(DRAFT, body=f'{{"k": "{SECRET}"}}'),
        "url": replace(DRAFT, url=f"/x?k={SECRET}"),
        "Authorization": replace(DRAFT, headers=(("Authorization", "Bearer eyJhbGciOi.x"),)),
    }.items():
        with pytest.raises(FileError) as caught:
            session.collections.changes.create("a", "x", draft)
        assert caught.value.code is ErrorCode.SECRET_IN_REQUEST
        assert caught.value.parameters["part"] == part
    assert session.collections.paths() == ()
    named = replace(DRAFT, headers=(("Authorization", "Bearer {{access_token}}"),))
    assert session.collections.changes.create("a", "x", named).request.draft == named


NAMED = {
    "password": {"body": '{"username": "me", "password": "canaryTypedPw01"}'},
    "X-Api-Key": {"headers": (("X-Api-Key", "canaryApiKey0123456789"),)},
    "X-Authorization": {"headers": (("X-Authorization", "Bearer canaryBearer0123456"),)},
    "access_token": {"url": "{{vars.host}}/x?access_token=canaryQuery0123456"},
}
"""Secrets whose values the program does not know, by the name that reveals them as secrets."""


@pytest.mark.parametrize("name", NAMED)
def test_a_secret_by_its_name_is_not_saved(collections: Collections, name: str) -> None:
    draft = msgspec.structs.replace(DRAFT, **NAMED[name])
    with pytest.raises(FileError) as caught:
        collections.changes.create("a", "x", draft)
    assert caught.value.code is ErrorCode.SECRET_IN_REQUEST
    assert caught.value.parameters == {"part": name}
    assert collections.paths() == ()


def test_variables_stand_under_such_names(collections: Collections) -> None:
    draft = msgspec.structs.replace(
        DRAFT,
        url="{{vars.host}}/x?access_token={{access_token}}",
        headers=(("X-Api-Key", "{{key}}"), ("X-Authorization", "Bearer {{access_token}}")),
        body='{"password": "{{password}}", "token": ""}',
    )
    assert collections.changes.create("a", "x", draft).request.draft == draft


def test_what_a_file_holds_already_may_stay(collections: Collections) -> None:
    file = collections.root / "x" / "a.toml"
    file.parent.mkdir(parents=True)
    file.write_text('method = "POST"\nurl = "/x"\nheaders = ["X-Api-Key: theirs-0123"]\n', "utf-8")
    loaded = collections.load("x/a")
    edited = msgspec.structs.replace(loaded.request.draft, body="{}")
    again = msgspec.structs.replace(loaded.request, draft=edited)
    saved = collections.changes.save(again, loaded.text)
    draft = msgspec.structs.replace(edited, body='{"password": "typed"}')
    with pytest.raises(FileError):
        collections.changes.save(msgspec.structs.replace(again, draft=draft), saved.text)


def test_calls_of_the_catalogue_can_be_saved_as_they_open(session: Session) -> None:
    """The only exception is an endpoint whose documented example sets a new user's password."""
    refused: list[str] = []
    for endpoint in session.modules.catalogue.by_id.values():
        if endpoint.method:
            try:
                session.collections.changes.create(endpoint.id, "x", draft_for(endpoint))
            except FileError:
                refused.append(endpoint.id)
    assert refused == ["permissions.addUser"]


EMPTY = SavedRequest(path="x/a", draft=DRAFT)
HOLDING = {
    "name": SECRET,
    "description": f"a {SECRET}",
    "tags": ("a", SECRET),
    "variables": {"v": SECRET},
    "depends": (f"x/{SECRET}",),
    "captures": {"v": f"$.{SECRET}"},
    "asserts": (Assertion("$.a", AssertionOperator.ONE_OF, ("b", SECRET)),),
    "poll": Poll(Assertion(f"$[?@.a == '{SECRET}']", AssertionOperator.EXISTS, expected=True)),
    "examples": (Example(name="e", body=f'{{"k": "{SECRET}"}}'),),
}
"""A secret in each field of a saved request that can contain text."""
HOLDING_DRAFTS = {
    "endpoint_id": f"a.{SECRET}",
    "method": SECRET,
    "url": f"/{SECRET}",
    "headers": (("X-A", SECRET),),
    "body": SECRET,
}


def test_every_field_of_a_request_is_tried() -> None:
    """A new field must be added to the tables above."""
    assert {*HOLDING, "path", "draft"} == {*SavedRequest.__struct_fields__}
    fields = {*RequestDraft.__struct_fields__}
    assert {*HOLDING_DRAFTS, "layers", "is_recorded", "token_kind", "asks_part"} == fields


@pytest.mark.parametrize("field", [*HOLDING, *HOLDING_DRAFTS])
def test_no_field_of_a_request_keeps_a_secret(tmp_path: Path, field: str) -> None:
    collections = Collections(tmp_path, lambda: Masker([SECRET]))
    replace = msgspec.structs.replace
    if field in HOLDING:
        request = replace(EMPTY, **{field: HOLDING[field]})
    else:
        request = replace(EMPTY, draft=replace(DRAFT, **{field: HOLDING_DRAFTS[field]}))
    with pytest.raises(FileError) as caught:
        collections.changes.save(request)
    assert caught.value.code is ErrorCode.SECRET_IN_REQUEST
    assert SECRET not in str(caught.value.parameters)
    assert collections.paths() == ()


@pytest.mark.parametrize("values", [{SECRET: "v"}, {f"a-{SECRET}": "v"}])
def test_no_name_of_a_variable_is_a_secret(tmp_path: Path, values: dict[str, str]) -> None:
    collections = Collections(tmp_path, lambda: Masker([SECRET]))
    for field in ("variables", "captures"):
        with pytest.raises(FileError) as caught:
            collections.changes.save(msgspec.structs.replace(EMPTY, **{field: values}))
        assert SECRET not in str(caught.value.parameters)


@pytest.mark.parametrize("number", [15289333668, 1.25789, Decimal("12345.6789")])
def test_no_number_that_is_a_secret_is_asserted(tmp_path: Path, number: float | Decimal) -> None:
    collections = Collections(tmp_path, lambda: Masker([str(number)]))
    asserts = (Assertion("$.a", AssertionOperator.ONE_OF, (1, number)),)
    with pytest.raises(FileError) as caught:
        collections.changes.save(msgspec.structs.replace(EMPTY, asserts=asserts))
    assert caught.value.parameters["part"] == "assert"


def test_no_folder_keeps_a_secret(tmp_path: Path) -> None:
    collections = Collections(tmp_path, lambda: Masker([SECRET]))
    collections.changes.make_folder("x")
    for changes in ({"name": SECRET}, {"description": SECRET}, {"variables": {"v": SECRET}},
                    {"variables": {SECRET: "v"}}):  # fmt: skip
        with pytest.raises(FileError) as caught:
            collections.changes.change_settings("x", **changes)
        assert caught.value.code is ErrorCode.SECRET_IN_REQUEST
    (tmp_path / "x" / "folder.toml").write_text(f'description = "{SECRET}"\n', "utf-8")
    collections.changes.change_settings("x", name="another")
    assert collections.settings("x").name == "another"


async def test_a_request_without_an_endpoint_is_judged_by_its_path(tmp_path: Path, weda: Weda):
    session = open_session(tmp_path, weda)
    url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
    draft = RequestDraft(endpoint_id="", method="POST", url=url)
    where = place(session)
    preflight = session.sending.preflight(draft, where)
    assert preflight.endpoint.id == READ
    unknown = msgspec.structs.replace(draft, url="{{vars.host}}/else")
    assert session.sending.preflight(unknown, where).effect == "write"
    assert isinstance(await session.sending.send(draft, where), Answered)
    await session.aclose()


def test_who_depends_on_what_moves_follows_it(collections: Collections):
    collections.changes.create("a", "x", DRAFT)
    after = SavedRequest(path="z/b", draft=DRAFT, depends=("x/a", "x/ab"))
    collections.changes.save(after)
    collections.changes.rename("x/a", "c")
    assert collections.load("z/b").request.depends == ("x/c", "x/ab")
    collections.changes.rename("x", "y")
    assert collections.load("z/b").request.depends == ("y/c", "y/ab")


def test_what_is_put_elsewhere_is_put_back_in_its_place(collections: Collections):
    for title in ("a", "b", "c"):
        collections.changes.create(title, "审批", DRAFT)
    collections.changes.create("x", "别处", DRAFT)
    collections.changes.shift("审批/c", -2)
    assert collections.changes.put("审批/b", "别处", 0) == "别处/b"
    assert rows(collections, "别处") == ((), ("b", "x"))
    undone = collections.changes.undo()
    assert (undone.path, undone.was) == ("审批/b", "别处/b")
    assert rows(collections, "审批") == ((), ("c", "a", "b"))
    collections.changes.undo()
    assert rows(collections, "审批") == ((), ("a", "b", "c"))
    assert not collections.changes.can_undo


def test_a_change_by_others_is_seen_by_its_stamp(collections: Collections):
    collections.changes.create("a", "审批", DRAFT)
    before = collections.stamps(["", "审批"])
    assert collections.stamps(["", "审批"]) == before
    folder = collections.root / "审批"
    (folder / "b.toml").write_text("x")
    os.utime(folder, ns=(1, 1))
    assert collections.stamps(["审批"]) == {"审批": 1, "审批/folder.toml": 0}
    assert collections.stamps([""])[""] == before[""]
