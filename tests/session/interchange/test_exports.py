"""Requests are exported to other formats and imported back: equal, valid, without a secret."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from tests.session.weda import open_session, place
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import (
    Assertion,
    AssertionOperator,
    Example,
    Expectations,
    FolderSettings,
    Poll,
    SavedRequest,
)
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.adaptation import ImportContext, fit
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, LOAD_FORMATS, ExportFormat
from weda_tui.core.interchange.import_plan import Collector, Imported
from weda_tui.core.interchange.unwritten import Unwritten, UnwrittenPart
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.postman.read import read_postman
from weda_tui.session import Session
from weda_tui.session.interchange.exports import export, export_bundle, export_draft

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
).map(
    lambda draft: (
        draft  # Postman exports omit a body that may be taken for the next request
        if draft.method in {"POST", "PUT"}
        else msgspec.structs.replace(draft, body="")
    )
)


answers = st.lists(
    st.builds(
        Example,
        name=names.map(strip_control_characters),
        status=st.none() | st.integers(100, 599),
        headers=st.sampled_from([(), (JSON_TYPE,)]),
        body=texts | st.just('{"id": 1528933366865600513, "access_token": "eyJhbGciOi.abc.def"}'),
    ),
    max_size=2,
).map(tuple)


@st.composite
def bundles(draw: st.DrawFn) -> Imported:
    """Draw collections as the program's own import creates them."""
    gathering = Collector()
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


def known(session: Session) -> ImportContext:
    return ImportContext(session.environments.all, session.modules.catalogue, Masker())


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
    gathering = Collector()
    draft = RequestDraft(
        endpoint_id="", method="POST", url="{{vars.host}}/a", headers=(("A", "b"),), body="{}"
    )
    folder = gathering.add_folder("", "管理 *员*", description="谁能停")
    for parent, name in ((folder, "停"), ("", "发起")):
        path = gathering.place(parent, name)
        gathering.add_request(path, name, draft, description="#### 200\n\n```\n{}\n```")
    bundle = gathering.done(name="审批", description="说明")
    text = export_bundle(session, bundle, ExportFormat.MARKDOWN, None).data.decode()
    block = "```text\nPOST {{vars.host}}/a\nA: b\n\n{}\n```\n\n#### 200\n\n```\n{}\n```\n"
    assert text == (
        f"# 审批\n\n说明\n\n## 发起\n\n{block}\n## 管理 \\*员\\*\n\n谁能停\n\n### 停\n\n{block}"
    )


def answered(*examples: Example) -> Imported:
    gathering = Collector()
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
        "```text\nHTTP 200\nContent-Type: application/json\n\n{}\n```\n\n"
        "**长**\n\n```text\nabc\n… (70000 B)\n```\n"
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
    for module in session.modules.catalogue.modules:
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
    assert found.open == ("VARS_HOST", "WEDA_ENVTYPE", "ACCESS_TOKEN", "WEDA_VAR_B")


@pytest.mark.parametrize(
    ("url", "is_home"),
    [("HTTPS://WEDA.EXAMPLE.CN:443", True), ("https://weda.ex\u200cample.cn", False)],
)
@pytest.mark.parametrize("origin", ["collection", "request", "set"])
def test_the_variables_of_a_draft_say_where_it_is_sent(
    tmp_path: Path, url: str, is_home: bool, origin: str
) -> None:
    session = open_session(tmp_path)
    at = place(session)
    draft = RequestDraft(
        endpoint_id="",
        method="POST",
        url="{{a}}/x",
        headers=(("Authorization", "Basic {{basic_auth}}"),),
        layers=(VariableLayer(VariableOrigin(origin), {"a": "{{b}}", "b": url}),),
    )
    for format_ in [each for each in ExportFormat if EXPORT_FORMATS[each].is_copied]:
        for where in (None, at):
            if is_home:
                assert url.encode() not in export_draft(session, draft, format_, where).data
            else:
                with pytest.raises(FileError) as caught:
                    export_draft(session, draft, format_, where)
                assert caught.value.code is ErrorCode.EXPORT_SENDS_SECRET


def test_what_only_our_runner_does_is_named(session: Session, tmp_path: Path) -> None:
    del tmp_path
    draft = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a")
    saved = SavedRequest(path="a", draft=draft, captures={"x": "$.y"}, depends=("b",))
    found = export_bundle(session, Imported(requests=(saved,)), ExportFormat.HAR, None)
    assert found.left == (Unwritten("a", "capture"), Unwritten("a", "depends"))


# -- requests that say only what they call -------------------------------------------------------

ONLY_ENDPOINT = 'endpoint = "workflow.DescribeInstanceApproverList"\n'


def saved_files(session: Session, **files: str) -> None:
    folder = session.paths.collections / "approvals"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("format_", ExportFormat)
@pytest.mark.parametrize("target", ["approvals", "approvals/mine"])
def test_a_request_that_names_its_call_alone_is_exported_whole(
    tmp_path: Path, format_: ExportFormat, target: str
) -> None:
    session = open_session(tmp_path)
    saved_files(session, mine=ONLY_ENDPOINT)
    found = export(session, target, format_)
    assert (found.count, found.left, found.unresolved) == (1, (), ())
    assert b"DescribeInstanceApproverList" in found.data
    assert b"POST" in found.data or b"post" in found.data


@pytest.mark.parametrize("format_", ExportFormat)
def test_an_address_without_a_method_has_the_one_of_its_call(
    tmp_path: Path, format_: ExportFormat
) -> None:
    session = open_session(tmp_path)
    text = 'endpoint = "odata.list"\nurl = "{{vars.host}}/weda/odata/v1/dev/demo"\n'
    saved_files(session, mine=text)
    found = export(session, "approvals/mine", format_)
    assert found.count == 1
    assert b"GET" in found.data or b"get" in found.data or format_ is ExportFormat.CURL


def test_what_an_export_leaves_out_is_named_with_its_reason(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    saved_files(
        session,
        good=ONLY_ENDPOINT,
        gone='endpoint = "workflow.Nobody"\n',
        title='endpoint = "permissions.title.createRole"\n',
    )
    found = export(session, "approvals", ExportFormat.POSTMAN)
    assert found.count == 1
    assert [(each.path, each.error.code) for each in found.unresolved] == [
        ("gone", ErrorCode.ENDPOINT_UNKNOWN),
        ("title", ErrorCode.ENDPOINT_TITLE_ONLY),
    ]


@pytest.mark.parametrize("format_", ExportFormat)
def test_an_export_of_nothing_fails(tmp_path: Path, format_: ExportFormat) -> None:
    session = open_session(tmp_path)
    saved_files(session, a='endpoint = "x.y"\n', b='endpoint = "x.z"\n')
    with pytest.raises(FileError) as caught:
        export(session, "approvals", format_)
    assert caught.value.code is ErrorCode.EXPORT_EMPTY
    with pytest.raises(FileError) as caught:
        export(session, "approvals/a", format_)
    assert caught.value.code is ErrorCode.ENDPOINT_UNKNOWN


def test_methods_that_openapi_does_not_have_are_not_counted(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    odd = 'method = "PROPFIND"\nurl = "{{vars.host}}/a"\n'
    saved_files(session, odd=odd, mine=ONLY_ENDPOINT)
    found = export(session, "approvals", ExportFormat.OPENAPI)
    assert (found.count, found.left) == (1, (Unwritten("odd"),))
    with pytest.raises(FileError):
        export(session, "approvals/odd", ExportFormat.OPENAPI)


@pytest.mark.parametrize(
    ("method", "path", "effect"),
    [
        ("POST", "/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList", "read"),
        ("POST", "/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow", "destructive"),
        ("GET", "/weda/workflow/v1/prod/StopFlow", "destructive"),
        ("POST", "/gw/weda/workflow/v1/prod/StopFlow", "destructive"),
        ("POST", "/crm/orders", "write"),
        ("GET", "/crm/orders", "read"),
        ("DELETE", "/crm/orders", "destructive"),
    ],
)
def test_openapi_carries_what_a_call_does(
    tmp_path: Path, method: str, path: str, effect: str
) -> None:
    session = open_session(tmp_path)
    saved_files(session, a=f'method = "{method}"\nurl = "{{{{vars.host}}}}{path}"\n')
    found = export(session, "approvals", ExportFormat.OPENAPI)
    (operations,) = json.loads(found.data)["paths"].values()
    assert [each["x-weda-effect"] for each in operations.values()] == [effect]


def test_an_exported_collection_comes_back_as_a_module_of_the_same_effects(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    saved_files(session, mine=ONLY_ENDPOINT, stop='endpoint = "workflow.StopFlow"\n')
    found = export(session, "approvals", ExportFormat.OPENAPI)
    plan = session.modules.plan_import(found.data, file="twin.openapi.json")
    session.modules.apply_import(plan)
    effects = {each.action: each.effect for each in session.modules.catalogue.modules[-1].endpoints}
    assert effects == {"mine": Effect.READ, "stop": Effect.DESTRUCTIVE}
    where = place(session)
    for action, effect in effects.items():
        draft = draft_for(session.modules.catalogue.get(f"twin.{action}"))
        assert session.sending.preflight(draft, where).effect is effect


def expecting(**changes: object) -> Imported:
    """Return a collection in which ``list`` needs the captures of ``start``."""
    gathering = Collector()
    for name in ("list", "start"):
        draft = RequestDraft(endpoint_id="", method="GET", url="{{vars.host}}/{{id}}")
        gathering.add_request(gathering.place("", name), name, draft)
    gathering.expect(Expectations(captures={"id": "$.data.id"}))
    read = gathering.done(name="c")
    first, second = read.requests
    first = msgspec.structs.replace(first, depends=("start",), **changes)
    return msgspec.structs.replace(read, requests=(first, second))


def test_postman_carries_expectations_and_sends_what_is_needed_first(session: Session) -> None:
    asserts = (
        Assertion("status", AssertionOperator.ONE_OF, (200, 201)),
        Assertion("$.id", AssertionOperator.EQUALS, 1528933366865600513),
        Assertion("$.items[*]", AssertionOperator.EXISTS, True),
    )
    bundle = expecting(asserts=asserts)
    found = export_bundle(session, bundle, ExportFormat.POSTMAN, None)
    items = json.loads(found.data)["item"]
    assert [each["name"] for each in items] == ["start", "list"]
    assert found.left == (Unwritten("list", "assert $.items[*] exists"),)
    assert "id" not in found.open
    again = fit(read_postman(found.data, file="x"), known(session))
    assert again.losses == ()
    wanted = {each.path: each.expectations for each in bundle.requests}
    assert {each.path: each.expectations for each in again.requests} == wanted


def test_what_postman_cannot_have_is_named(session: Session) -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    bundle = expecting(
        asserts=(Assertion("$.token", AssertionOperator.EQUALS, token),),
        poll=Poll(Assertion("status", AssertionOperator.EQUALS, 200)),
        tags=("slow",),
    )
    first, second = bundle.requests
    first = msgspec.structs.replace(first, depends=("elsewhere/login",))
    bundle = msgspec.structs.replace(bundle, requests=(first, second))
    found = export_bundle(session, bundle, ExportFormat.POSTMAN, None)
    assert found.left == (
        Unwritten("list", "assert $.token"),
        Unwritten("list", "depends elsewhere/login"),
        Unwritten("list", "poll"),
        Unwritten("list", "tags"),
    )
    assert token.encode() not in found.data


@pytest.mark.parametrize(
    ("method", "body", "is_left"),
    [
        ("GET", "x", False),
        ("DELETE", '{"a": 1}', False),
        ("POST", "{{verb}} /rows {{version}}\r\n", False),
        ("POST", "a\nPOST / http/1.1\n", False),
        ("POST", '{\n"a": "POST / HTTP/1.1",\n"b": {{b}}\n}', True),
        ("PUT", "Hello {{name}}", True),
    ],
)
def test_postman_has_no_body_that_may_be_left_unread(
    session: Session, method: str, body: str, is_left: bool
) -> None:
    draft = RequestDraft(endpoint_id="", method=method, url="{{vars.host}}/a", body=body)
    bundle = Imported(requests=(SavedRequest(path="a", draft=draft),))
    found = export_bundle(session, bundle, ExportFormat.POSTMAN, None)
    (item,) = msgspec.json.decode(found.data)["item"]
    assert ("body" in item["request"]) is is_left
    assert (Unwritten("a", UnwrittenPart.BODY) in found.left) is not is_left


def test_a_script_depends_on_nothing_outside_its_file(session: Session) -> None:
    data = export_bundle(session, expecting(), ExportFormat.POSTMAN, None).data
    crafted = data.replace(b'\\"start\\"', b'\\"../prod/delete\\"')
    assert crafted != data
    again = read_postman(crafted, file="x")
    assert [each.depends for each in again.requests] == [(), ()]
    assert "depends ../prod/delete" in {each.name for each in again.losses}


def test_bytes_that_are_no_text_are_named_where_a_format_is_text(session: Session) -> None:
    draft = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a", body="\udcff")
    for format_ in ExportFormat:
        found = export_draft(session, draft, format_, None)
        holds = {ExportFormat.HAR, ExportFormat.CURL, ExportFormat.PYTHON, ExportFormat.NODE}
        holds |= LOAD_FORMATS
        assert (Unwritten("request", UnwrittenPart.BINARY) in found.left) is (
            format_ not in holds
        ), format_


def test_an_archive_of_a_place_has_whole_addresses(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    where = place(session)
    url = "{{vars.host}}/{{WeDa.EnvType}}/{{编号}}?名=1"
    draft = RequestDraft(endpoint_id="", method="GET", url=url)
    found = export_draft(session, draft, ExportFormat.HAR, where)
    request = json.loads(found.data)["log"]["entries"][0]["request"]
    escaped = "%7B%7B%E7%BC%96%E5%8F%B7%7D%7D?%E5%90%8D=1"
    assert request["url"] == f"{where.environment.host}/dev/{escaped}"
    assert found.open == ("编号", "access_token")
    without = export_draft(session, draft, ExportFormat.HAR, None)
    assert '"{{vars.host}}/{{WeDa.EnvType}}/{{编号}}?%E5%90%8D=1"' in without.data.decode()


def test_an_address_without_bytes_is_refused_as_by_send(session: Session) -> None:
    draft = RequestDraft(endpoint_id="", method="GET", url="{{vars.host}}/\udcff")
    for format_ in ExportFormat:
        with pytest.raises(FileError) as caught:
            export_draft(session, draft, format_, None)
        assert caught.value.code is ErrorCode.URL_INVALID
