"""Requests made into other formats, and back: equal, valid, without a secret."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from tests.session.weda import open_session
from weda_tui.core.clean import clean
from weda_tui.core.collection import Example, FolderSettings, SavedRequest
from weda_tui.core.import_fitting import Known, fit
from weda_tui.core.importing import Gathering, Imported
from weda_tui.core.masking import Masker
from weda_tui.core.request import RequestDraft
from weda_tui.formats.postman import read_postman
from weda_tui.session import Session
from weda_tui.session.exporting import ExportFormat, export, export_bundle, export_draft

JSON_TYPE = ("Content-Type", "application/json")
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}"), max_size=20
)
variables = st.dictionaries(st.from_regex(r"v[a-z0-9_]{1,6}", fullmatch=True), texts, max_size=3)
PATHS = ("/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow", "/odd/{{v1}}?a=1", "/v1/model/dev/m/list")
drafts = st.builds(
    RequestDraft,
    endpoint_id=st.just(""),
    method=st.sampled_from(["POST", "PUT", "GET", "DELETE"]),
    url=st.sampled_from(PATHS).map(lambda path: "{{vars.host}}" + path),
    headers=st.lists(
        st.tuples(st.sampled_from(["X-A", "Content-Type", "X-B"]), texts.map(str.strip)), max_size=3
    ).map(tuple),
    body=texts,
)


answers = st.lists(
    st.builds(
        Example,
        name=names.map(clean),
        status=st.none() | st.integers(100, 599),
        headers=st.sampled_from([(), (JSON_TYPE,)]),
        body=texts | st.just('{"id": 1528933366865600513, "access_token": "eyJhbGciOi.abc.def"}'),
    ),
    max_size=2,
).map(tuple)


@st.composite
def bundles(draw: st.DrawFn) -> Imported:
    """Collections as an import of ours leaves them."""
    gathering = Gathering()
    folders = [""]
    for _ in range(draw(st.integers(0, 3))):
        parent = draw(st.sampled_from(folders))
        folders.append(
            gathering.add_folder(
                parent, draw(names), description=draw(texts).strip(), variables=draw(variables)
            )
        )
    for _ in range(draw(st.integers(1, 4))):
        name = draw(names)
        path = gathering.place(draw(st.sampled_from(folders)), name)
        gathering.add_request(
            path,
            name,
            draw(drafts),
            description=draw(texts).strip(),
            variables=draw(variables),
            examples=draw(answers),
        )
    read = gathering.done(
        name=draw(names), description=draw(texts).strip(), variables=draw(variables)
    )
    return msgspec.structs.replace(read, losses=())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return open_session(tmp_path_factory.mktemp("w"))


def known(session: Session) -> Known:
    return Known(session.environments.all, session.catalogue, Masker())


def as_sets(
    bundle: Imported,
) -> tuple[dict[str, SavedRequest], dict[str, FolderSettings], tuple[str, ...]]:
    return (
        {each.path: each for each in bundle.requests},
        {each.path: each for each in bundle.folders},
        bundle.order,
    )


@given(bundle=bundles())
@settings(max_examples=150)
def test_postman_gives_back_what_it_was_given(session: Session, bundle: Imported) -> None:
    first = fit(bundle, known(session))
    data = export_bundle(session, first, ExportFormat.POSTMAN, None).data
    again = fit(read_postman(data, file="x"), known(session))
    assert as_sets(again) == as_sets(first)
    assert (again.name, again.description) == (first.name, first.description)
    assert again.variables == first.variables
    once_more = export_bundle(session, again, ExportFormat.POSTMAN, None).data
    assert once_more == data


@given(bundle=bundles())
@settings(max_examples=60)
def test_openapi_is_valid_whatever_is_in_it(session: Session, bundle: Imported) -> None:
    data = export_bundle(session, bundle, ExportFormat.OPENAPI, None).data
    validate(json.loads(data))


def test_markdown_is_a_document_of_the_tree(session: Session) -> None:
    gathering = Gathering()
    draft = RequestDraft(
        endpoint_id="", method="POST", url="{{vars.host}}/a", headers=(("A", "b"),), body="{}"
    )
    folder = gathering.add_folder("", "管理 *员*", description="谁能停")
    for parent, name in ((folder, "停"), ("", "发起")):
        path = gathering.place(parent, name)
        gathering.add_request(path, name, draft, description="#### 200\n\n```\n{}\n```")
    bundle = gathering.done(name="审批", description="说明")
    text = export_bundle(session, bundle, ExportFormat.MARKDOWN, None).data.decode()
    block = "```http\nPOST {{vars.host}}/a\nA: b\n\n{}\n```\n\n#### 200\n\n```\n{}\n```\n"
    assert text == (
        f"# 审批\n\n说明\n\n## 发起\n\n{block}\n## 管理 \\*员\\*\n\n谁能停\n\n### 停\n\n{block}"
    )


def answered(*examples: Example) -> Imported:
    gathering = Gathering()
    draft = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a")
    gathering.add_request(gathering.place("", "发起"), "发起", draft, examples=examples)
    return gathering.done(name="审批")


def test_examples_stand_below_their_request_in_markdown(session: Session) -> None:
    good = Example(
        name="*好*", status=200, at="2026-11-25T01:42:18Z", headers=(JSON_TYPE,), body="{}"
    )
    part = Example(name="长", body="abc", size=70_000)
    data = export_bundle(session, answered(good, part), ExportFormat.MARKDOWN, None).data
    assert data.decode().endswith(
        "**\\*好\\*** · 2026-11-25T01:42:18Z\n\n"
        "```http\nHTTP 200\nContent-Type: application/json\n\n{}\n```\n\n"
        "**长**\n\n```http\nabc\n… (70000 B)\n```\n"
    )


def test_examples_are_those_of_the_answers_in_openapi(session: Session) -> None:
    found = (
        Example(name="好", status=200, headers=(JSON_TYPE,), body='{"id": 1528933366865600513}'),
        Example(name="好", status=200, headers=(JSON_TYPE,), body="[]"),
        Example(name="没有", status=404, body="no"),
        Example(name="长", status=500, body="abc", size=70_000),
    )
    data = export_bundle(session, answered(*found), ExportFormat.OPENAPI, None).data
    responses = json.loads(data)["paths"]["/a"]["post"]["responses"]
    assert responses == {
        "default": {"description": ""},
        "200": {
            "description": "",
            "content": {
                "application/json": {
                    "examples": {
                        "好": {"summary": "好", "value": {"id": 1528933366865600513}},
                        "好-2": {"summary": "好", "value": []},
                    }
                }
            },
        },
        "404": {
            "description": "",
            "content": {
                "application/octet-stream": {
                    "examples": {"没有": {"summary": "没有", "value": "no"}}
                }
            },
        },
        "500": {"description": ""},
    }


def test_every_module_comes_out_in_every_format(session: Session) -> None:
    for module in session.catalogue.modules:
        for format_ in ExportFormat:
            found = export(session, module.id, format_)
            assert found.data
            assert found.count


def test_a_draft_is_copied_with_its_own_variables(session: Session) -> None:
    draft = RequestDraft(
        endpoint_id="workflow.StopFlow",
        method="POST",
        url="{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow",
        headers=(("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),),
        body='{"a": "{{b}}"}',
    )
    found = export_draft(session, draft, ExportFormat.CURL, None)
    assert b"eyJ" not in found.data
    assert found.open == ("VARS_HOST", "WEDA_ENVTYPE", "ACCESS_TOKEN", "B")


def test_what_only_our_runner_does_is_named(session: Session, tmp_path: Path) -> None:
    del tmp_path
    draft = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a")
    saved = SavedRequest(path="a", draft=draft, captures={"x": "$.y"}, depends=("b",))
    found = export_bundle(session, Imported(requests=(saved,)), ExportFormat.POSTMAN, None)
    assert found.left == ("a: capture", "a: depends")
