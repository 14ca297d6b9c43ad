"""Saved requests become the plan of a load test: inserted values, open slots, omitted requests."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.session.weda import SECRET, open_session, place
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Poll, SavedRequest
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.interchange.export_format import LOAD_FORMATS, ExportFormat
from weda_tui.core.interchange.unwritten import Unwritten
from weda_tui.core.load.plan import LoadPlan, LoadRequest, LoadSlot, Template
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.session.interchange.exports import PlannedLoad, export, plan_load
from weda_tui.store.collections.files import save_request

FLOW = LoadSlot("flow", "WEDA_VAR_FLOW")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(tmp_path)


def save(session: Session, path: str, url: str = "/a", body: str = "", **more: Any) -> None:
    at = url if "://" in url else f"{{{{vars.host}}}}{url}"
    draft = RequestDraft(endpoint_id="", method="POST", url=at, body=body)
    known: dict[str, object] = {"path": path, "draft": draft, **more}
    save_request(session.paths.collections, SavedRequest(**known))  # type: ignore[arg-type]


def planned(session: Session, *paths: str, **more: object) -> PlannedLoad:
    return plan_load(session, paths, place(session), **more)  # type: ignore[arg-type]


def request(plan: LoadPlan, name: str) -> LoadRequest:
    return next(each for each in plan.requests if each.name == name)


def test_dependencies_of_elsewhere_come_first(session: Session) -> None:
    save(session, "login/begin", captures={"flow": "$.id"})
    save(session, "a/show", "/flows/{{flow}}", depends=("login/begin",))
    plan = planned(session, "a").plan
    assert [each.name for each in plan.requests] == ["login/begin", "a/show"]
    assert request(plan, "a/show").depends == ("login/begin",)
    assert request(plan, "a/show").url.pieces == (
        LoadSlot("vars.host", "VARS_HOST"), "/flows/", FLOW,
    )  # fmt: skip


def test_known_values_are_put_in_and_late_ones_stay_open(session: Session) -> None:
    variables = {"kind": "2", "flow": "default", "nested": "{{flow}}-{{kind}}"}
    save(session, "a/first", captures={"flow": "$.id"})
    save(session, "a/show", "/s", "{{kind}} {{nested}} {{row}} {{$uuid}}", variables=variables)
    body = request(planned(session, "a", columns=["row"]).plan, "a/show").body
    assert [each.name if isinstance(each, LoadSlot) else each for each in body.pieces] == [
        "2 ", "flow", "-2 ", "row", " ", "$uuid",
    ]  # fmt: skip


def test_a_read_that_names_another_method_is_a_write(session: Session) -> None:
    headers = (("X-HTTP-Method-Override", "DELETE"),)
    for name, more in (("read", ()), ("write", headers)):
        draft = RequestDraft(endpoint_id="", method="GET", url="{{vars.host}}/x", headers=more)
        save_request(session.paths.collections, SavedRequest(path=f"a/{name}", draft=draft))
    plan = planned(session, "a").plan
    assert [request(plan, f"a/{name}").is_write for name in ("read", "write")] == [False, True]


@pytest.mark.parametrize(
    ("env_type", "guard", "address", "named"),
    [
        ("prod", Guard.NONE, "/a", "prod"),
        ("dev", Guard.NONE, "/a", ""),
        ("dev", Guard.CONFIRM, "/a", ""),
        ("dev", Guard.TYPE_NAME, "/a", "dev"),
        ("dev", Guard.READ_ONLY, "/a", "dev"),
        ("dev", Guard.NONE, "/weda/odata/v1/prod/todo", "prod"),
    ],
)
def test_a_write_names_the_env_type_where_a_guard_asks_for_a_name(
    session: Session, env_type: str, guard: Guard, address: str, named: str
) -> None:
    save(session, "a/write", address)
    where = place(session, env_type)
    guarded = tuple(replace(each, guard=guard) for each in where.environment.env_types)
    where = Target(replace(where.environment, env_types=guarded), env_type)
    plan = plan_load(session, ("a",), where).plan
    assert request(plan, "a/write").named == named
    assert plan.writes_word == named


def test_given_names_are_read_from_the_environment_alone(session: Session) -> None:
    save(session, "a/show", "/s", "{{kind}}", variables={"kind": "2"})
    plan = planned(session, "a", given={"kind": "3"}).plan
    kind = LoadSlot("kind", "WEDA_VAR_KIND", is_fixed=True, as_json=True)
    assert request(plan, "a/show").body.slots == (kind,)


def test_where_a_row_has_no_value_that_of_the_files_holds(session: Session) -> None:
    variables = {"who": "Li", "kind": "1", "made": "{{who}}!"}
    save(session, "a/1", "/s", "{{who}} {{kind}} {{made}} {{none}}", variables=variables)
    save(session, "a/2", "/s", "{{kind}}", variables={"kind": "2"})
    names = ["who", "kind", "made", "none"]
    where = place(session)
    assert plan_load(session, ["a"], where, columns=names).hidden == {}
    found = plan_load(session, ["a"], where, columns=names, gaps=names).hidden
    assert found == {"WEDA_VAR_WHO": "Li"}  # the others differ, depend on a row, or have no value


def test_a_captured_name_has_the_value_of_the_files_first(session: Session) -> None:
    """Each request has its own first value; there is none with a row, and a token is refused."""
    for number, first in enumerate(("p1", "p2", "{{row}}", "{{access_token}}"), 1):
        save(session, f"a/{number}", "/s", "{{page}}", variables={"page": first},
             captures={"page": "$.next"})  # fmt: skip
    found = planned(session, "a", columns=["row"])
    bodies = {each.name: each.body.pieces for each in found.plan.requests}
    assert bodies == {
        "a/1": (LoadSlot("page", "WEDA_VAR_PAGE", first="p1", as_json=True),),
        "a/2": (LoadSlot("page", "WEDA_VAR_PAGE", first="p2", as_json=True),),
        "a/3": (LoadSlot("page", "WEDA_VAR_PAGE", as_json=True),),
    }
    assert [each.path for each in found.unresolved] == ["a/4"]
    assert found.hidden == {}
    assert found.plan.variables == ("SECRET_ID", "SECRET_KEY")


def test_a_slot_says_whether_it_stands_in_a_string_of_json(session: Session) -> None:
    values = {"said": '"{{row}}'}
    environment = place(session).environment.with_variable("note", "s3cret-of-somebody")
    session.tokens.see({"s3cret-of-somebody"})
    body = '{"a": "{{row}}", "b": {{row}}, "c": "{{note}}", "d": {{said}}, {{row}}"}'
    save(session, "a/json", "/s", body, variables=values)
    draft = RequestDraft(
        endpoint_id="", method="POST", url="{{vars.host}}/s", headers=(), body=f"text: {body}"
    )
    save(session, "a/text", draft=draft, variables=values)
    plan = plan_load(session, ["a"], Target(environment, "dev"), columns=["row"]).plan
    row, note = LoadSlot("row", "WEDA_VAR_ROW"), LoadSlot("note", "WEDA_VAR_NOTE")
    text, value = replace(row, in_string=True), replace(row, as_json=True)
    assert request(plan, "a/json").body.slots == (
        text, value, replace(note, in_string=True, is_of_files=True), text, text,
    )  # fmt: skip
    assert request(plan, "a/text").body.slots == (row, row, note, row, row)


def test_a_slot_says_whether_it_stands_in_a_form(session: Session) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain"):
        draft = RequestDraft(
            endpoint_id="", method="POST", url="{{vars.host}}/s?q={{row}}",
            headers=(("Content-Type", kind),), body="a={{row}}",
        )  # fmt: skip
        save(session, f"a/{kind.partition('/')[0]}", draft=draft)
    plan, row = planned(session, "a", columns=["row"]).plan, LoadSlot("row", "WEDA_VAR_ROW")
    assert request(plan, "a/application").body.slots == (replace(row, in_form=True),)
    assert request(plan, "a/text").body.slots == (row,)


def save_read(session: Session, path: str, url: str, **more: Any) -> None:
    draft = RequestDraft(endpoint_id="", method="GET", url=f"{{{{vars.host}}}}{url}")
    save(session, path, draft=draft, **more)


BY_GET = ("GET", "HEAD", "OPTIONS")


@pytest.mark.parametrize(
    ("url", "methods", "words"),
    [
        ("/x?a=1", (), set[str]()),
        ("/x?a={{$uuid}}", (), set[str]()),
        ("/x?a={{row}}", BY_GET, set[str]()),
        ("/v1/model/dev/customer/r1/{{row}}", BY_GET, {"delete", "createmany", "batch"}),
        ("/v1/model/dev/customer/r1/de{{row}}te", BY_GET, {"delete"}),
        ("/weda/{{row}}/v1/dev/{{row}}", BY_GET, {"stopflow"}),
        ("/v1/model/dev/{{row}}/x?a={{row}}", BY_GET, set[str]()),
    ],
)
def test_a_read_says_what_makes_it_a_write(
    session: Session, url: str, methods: tuple[str, ...], words: set[str]
) -> None:
    save_read(session, "a/read", url)
    found = request(planned(session, "a", columns=["row"]).plan, "a/read")
    assert (found.is_write, found.read_methods) == (False, methods)
    assert words <= {*found.written_words}
    assert bool(words) is bool(found.written_words)
    assert not {"list", "get", "r1"}.intersection(found.written_words)


@pytest.mark.parametrize("captures", [{}, {"w": "$.w"}])
@pytest.mark.parametrize(
    ("url", "value"),
    [("/v1/model/dev/customer/r1/{{w}}", "delete"), ("/x?a={{w}}", "1&_method=DELETE")],
)
def test_a_value_of_the_files_may_make_a_read_a_write(
    session: Session, url: str, value: str, captures: dict[str, str]
) -> None:
    for name, given in (("read", "1"), ("write", value)):
        save_read(session, f"a/{name}", url, variables={"w": given}, captures=captures)
    plan = planned(session, "a").plan
    assert [request(plan, f"a/{name}").is_write for name in ("read", "write")] == [False, True]


def test_a_value_beside_a_word_that_writes_makes_a_write(session: Session) -> None:
    save_read(session, "a/read", "/v1/delete/dev/customer/{{row}}")
    found = request(planned(session, "a", columns=["row"]).plan, "a/read")
    assert (found.is_write, found.read_methods, found.written_words) == (True, (), ())


def test_a_first_value_that_is_a_secret_is_no_part_of_the_plan(session: Session) -> None:
    save(session, "a/1", "/s", "{{page}}", captures={"page": "$.next"})
    environment = place(session).environment.with_variable("page", "s3cret-of-somebody")
    session.tokens.see({"s3cret-of-somebody"})
    found = plan_load(session, ["a"], Target(environment, "dev"))
    page = LoadSlot("page", "WEDA_VAR_PAGE", as_json=True)
    assert request(found.plan, "a/1").body.slots == (page,)
    assert found.hidden == {"WEDA_VAR_PAGE": "s3cret-of-somebody"}


def test_a_value_that_is_a_secret_is_no_part_of_the_plan(session: Session) -> None:
    save(session, "a/show", "/s", "{{note}}")
    where = place(session)
    environment = where.environment.with_variable("note", "s3cret-of-somebody")
    session.tokens.see({"s3cret-of-somebody"})
    found = plan_load(session, ["a"], Target(environment, "dev"))
    assert found.hidden == {"WEDA_VAR_NOTE": "s3cret-of-somebody"}
    assert "s3cret" not in repr(found.plan)


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"poll": Poll(Assertion("status", AssertionOperator.EQUALS, 200))}, "poll"),
        ({"captures": {"flow": "$..id"}}, "capture flow"),
        ({"asserts": (Assertion("$..id", AssertionOperator.EXISTS, True),)}, "assert $..id exists"),
        (
            {"asserts": (Assertion("$.token", AssertionOperator.EQUALS, "x"),)},
            "assert $.token equals",
        ),
    ],
)
def test_what_only_a_run_does_is_named(
    session: Session, more: Mapping[str, Any], left: str
) -> None:
    save(session, "a/show", **more)
    assert Unwritten("a/show", left) in planned(session, "a").left


def test_a_file_and_another_host_are_left_out_with_their_requests(session: Session) -> None:
    save(session, "a/file", body="{{$file uploads/a.pdf}}")
    save(session, "a/foreign", "https://elsewhere.example.cn/x")
    save(session, "a/show", depends=("a/file",))
    found = planned(session, "a")
    assert [each.name for each in found.plan.requests] == ["a/show"]
    assert {*found.left} >= {
        Unwritten("a/file", "{{$file uploads/a.pdf}}"),
        Unwritten("a/foreign"),
        Unwritten("a/show", "depends a/file"),
    }


@pytest.mark.parametrize(
    ("segment", "sent"),
    [
        ("dev", "dev"),
        ("{{stage}}", "pre"),
        ("{{row}}", LoadSlot("row", "WEDA_VAR_ROW")),
        ("{{set}}", LoadSlot("set", "WEDA_VAR_SET", is_fixed=True)),
        ("{{WeDa.EnvType}}", "prod"),
    ],
)
def test_a_load_goes_to_the_env_type_that_the_address_names(
    session: Session, segment: str, sent: str | LoadSlot
) -> None:
    url = f"/weda/workflow/v1/{segment}/StopFlow"
    save(session, "a/stop", url, variables={"stage": "pre"})
    where = Target(place(session).environment, "prod")
    found = plan_load(session, ["a"], where, columns=["row"], given=["set"])
    pieces = request(found.plan, "a/stop").url.pieces[1:]
    if isinstance(sent, str):
        assert pieces == (f"/weda/workflow/v1/{sent}/StopFlow",)
    else:
        assert pieces == ("/weda/workflow/v1/", sent, "/StopFlow")


@pytest.mark.parametrize("nested", ["{{flow}}", "{{inner}}"])
def test_an_env_type_that_an_answer_says_is_under_no_load(session: Session, nested: str) -> None:
    save(session, "a/first", captures={"flow": "$.id"})
    url = f"/weda/workflow/v1/{nested}/StopFlow"
    save(session, "a/stop", url, variables={"inner": "{{flow}}"})
    found = planned(session, "a")
    assert [each.name for each in found.plan.requests] == ["a/first"]
    assert Unwritten("a/stop", "{{flow}}") in found.left


@pytest.mark.parametrize("format_", sorted(LOAD_FORMATS))
def test_no_row_to_come_says_which_env_type_a_program_calls(
    session: Session, format_: ExportFormat
) -> None:
    save(session, "a/stop", "/weda/workflow/v1/{{stage}}{{rest}}/StopFlow")
    save(session, "a/show")
    found = export(session, "a", format_, where=place(session))
    assert Unwritten("a/stop", "{{stage}}{{rest}}") in found.left
    assert found.count == 1


def test_an_assertion_may_compare_with_a_captured_value(session: Session) -> None:
    save(session, "a/first", captures={"flow": "$.id"})
    check = Assertion("$.id", AssertionOperator.EQUALS, "{{flow}}")
    save(session, "a/show", asserts=(check,))
    (made,) = request(planned(session, "a").plan, "a/show").checks
    assert [each.slots for each in made.templates] == [(FLOW,)]


def test_a_proxy_that_locust_has_not_is_refused(session: Session) -> None:
    save(session, "a/show")
    where = place(session)
    changed = Environment(
        name=where.environment.name, host=where.environment.host,
        env_types=where.environment.env_types, proxy="https://proxy.example.cn:8443",
    )  # fmt: skip
    with pytest.raises(FileError) as caught:
        plan_load(session, ["a"], Target(changed, "dev"))
    assert caught.value.code is ErrorCode.LOAD_PROXY


@pytest.mark.parametrize("format_", sorted(LOAD_FORMATS))
def test_no_secret_and_no_value_of_one_is_exported(session: Session, format_: ExportFormat) -> None:
    save(session, "a/show", "/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow", "{{other}}")
    found = export(session, "a", format_, where=place(session))
    assert SECRET.encode() not in found.data
    assert found.open == ("SECRET_ID", "SECRET_KEY", "WEDA_VAR_OTHER")
    assert found.count == 1


@pytest.mark.parametrize("pattern", ["[[:alpha:]]", "[a[:digit:]]", "(?:foo){e<=1}", "[a&&b]"])
def test_a_pattern_that_locust_reads_otherwise_is_named(session: Session, pattern: str) -> None:
    save(session, "a/show", asserts=(Assertion("$.a", AssertionOperator.MATCHES, pattern),))
    left = export(session, "a", ExportFormat.LOCUST).left
    assert left == (Unwritten("a/show", "assert $.a matches"),)
    with pytest.raises(FileError) as caught:
        plan_load(session, ["a"], place(session))
    assert caught.value.code is ErrorCode.LOAD_PATTERN


def test_a_pattern_that_javascript_reads_otherwise_is_named_for_k6(session: Session) -> None:
    save(session, "a/show", asserts=(Assertion("$.a", AssertionOperator.MATCHES, r"(?i)a"),))
    left = {format_: export(session, "a", format_).left for format_ in LOAD_FORMATS}
    assert left[ExportFormat.LOCUST] == ()
    assert left[ExportFormat.K6] == (Unwritten("a/show", "assert $.a matches"),)


@pytest.mark.parametrize(("value", "is_left"), [("[0-9]+", False), (r"\b", True), ("", True)])
def test_a_pattern_is_looked_at_for_k6_with_its_values(
    session: Session, value: str, is_left: bool
) -> None:
    variables = {"n": value} if value else {}
    check = Assertion("$.a", AssertionOperator.MATCHES, "^{{n}}$")
    save(session, "a/show", asserts=(check,), variables=variables)
    named = (Unwritten("a/show", "assert $.a matches"),)
    assert export(session, "a", ExportFormat.K6).left == (named if is_left else ())
    assert export(session, "a", ExportFormat.LOCUST).left == ()


@pytest.mark.parametrize("format_", sorted(LOAD_FORMATS))
def test_what_is_open_has_names_that_a_shell_exports(
    session: Session, format_: ExportFormat
) -> None:
    url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/orders/list"
    draft = RequestDraft(endpoint_id="model.listSimple", method="GET", url=url)
    save_request(session.paths.collections, SavedRequest(path="a/show", draft=draft))
    found = export(session, "a", format_)
    host = {"WEDA_HOST"} if format_ is ExportFormat.K6 else set[str]()
    assert {*found.open} == {"WEDA_ENVTYPE", "USER_ACCESS_TOKEN", *host}


def refusals(session: Session, columns: Sequence[str] = ()) -> dict[str, ErrorCode]:
    """Return why requests are omitted from a load test and from both exports, which must agree."""
    where = place(session)
    told = [plan_load(session, ["a"], where, columns=columns).unresolved]
    if not columns:
        formats = sorted(LOAD_FORMATS)
        told += [export(session, "a", format_, where=where).unresolved for format_ in formats]
    first, *others = ({each.path: each.error.code for each in found} for found in told)
    assert all(each == first for each in others)
    return first


LEADS = {
    "host": ("{{vars.host}}{{x}}a", (), "/"),
    "forwarded-host": ("{{vars.host}}/a", (("X-Forwarded-Host", "{{x}}"),), "weda.example.cn"),
    "forwarded": ("{{vars.host}}/a", (("Forwarded", "{{x}}"),), ""),
    "original-url": ("{{vars.host}}/a", (("X-Original-URL", "{{x}}"),), "/a"),
    "method": ("{{vars.host}}/a", (("X-HTTP-Method-Override", "{{x}}"),), "GET"),
}


@pytest.mark.parametrize(("url", "headers", "value"), LEADS.values(), ids=LEADS)
@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("late", ["captured", "column"])
def test_no_late_value_says_where_a_request_goes(
    session: Session,
    url: str,
    headers: tuple[tuple[str, str], ...],
    value: str,
    late: str,
    nested: bool,
) -> None:
    """A variable of the file has the same name, but the value of the response would be sent."""
    variables = {"x": "{{y}}", "y": value} if nested else {"x": value}
    name = "y" if nested else "x"
    save(session, "a/first", captures={name: "$.id"} if late == "captured" else {})
    draft = RequestDraft(endpoint_id="", method="POST", url=url, headers=headers)
    saved = SavedRequest(path="a/show", draft=draft, variables=variables)
    save_request(session.paths.collections, saved)
    assert {*refusals(session, [name] if late == "column" else [])} == {"a/show"}


@pytest.mark.parametrize("late", ["captured", "column"])
def test_no_late_value_stands_in_a_path_below_a_prefix(session: Session, late: str) -> None:
    save(session, "a/first", captures={"x": "$.id"} if late == "captured" else {})
    save(session, "a/show", "/{{x}}/l", variables={"x": "a"})
    save(session, "a/query", "/l?x={{x}}", variables={"x": "a"})
    where = place(session)
    host = f"{where.environment.host}/weda"
    behind = Target(replace(where.environment, host=host), where.env_type)
    columns = ["x"] if late == "column" else []
    found = plan_load(session, ["a"], behind, columns=columns).unresolved
    assert [(each.path, each.error.code) for each in found] == [
        ("a/show", ErrorCode.EXPORT_ADDRESS_OPEN)
    ]


@pytest.mark.parametrize("deep", [1, 20, 24])
@pytest.mark.parametrize("name", ["access_token", "basic_auth", "user_access_token"])
@pytest.mark.parametrize("place_", ["address", "header", "body"])
def test_a_secret_stands_nowhere_but_in_its_header(
    session: Session, name: str, place_: str, deep: int
) -> None:
    """A value that contains a late value is inserted as text, however deeply it is nested."""
    chain = {f"v{n}": f"{{{{v{n + 1}}}}}" for n in range(deep)}
    variables = {**chain, f"v{deep}": f"{{{{{name}}}}}.{{{{cap}}}}"}
    save(session, "a/first", captures={"cap": "$.id"})
    text = "{{v0}}"
    draft = RequestDraft(
        endpoint_id="",
        method="POST",
        url="{{vars.host}}/a" + (f"?q={text}" if place_ == "address" else ""),
        headers=(("X-Note", text),) if place_ == "header" else (),
        body=text if place_ == "body" else "",
    )
    saved = SavedRequest(path="a/show", draft=draft, variables=variables)
    save_request(session.paths.collections, saved)
    assert {*refusals(session)} == {"a/show"}


@pytest.mark.parametrize(
    "value", ["Bearer {{access_token}}", "Bearer {{basic_auth}}", "{{v}}", "Basic {{v}}"]
)
def test_authorization_has_a_secret_only_as_the_program_puts_it(
    session: Session, value: str
) -> None:
    """A header of the file with only the token is omitted: the program adds its own header."""
    save(session, "a/first", captures={"cap": "$.id"})
    draft = RequestDraft(
        endpoint_id="", method="POST", url="{{vars.host}}/a", headers=(("Authorization", value),)
    )
    variables = {"v": "{{basic_auth}}{{cap}}"}
    save_request(
        session.paths.collections, SavedRequest(path="a/show", draft=draft, variables=variables)
    )
    found = planned(session, "a")
    refused = {each.path: each.error.code for each in found.unresolved}
    if "{{v}}" in value:
        assert refused == {"a/show": ErrorCode.TOKEN_MISPLACED}
    else:
        own = ("Authorization", Template(("Bearer ", LoadSlot("access_token", "ACCESS_TOKEN"))))
        assert request(found.plan, "a/show").headers == (own,)


def test_a_file_value_that_a_column_hides_is_looked_at_too(session: Session) -> None:
    """The value of the file is sent for the rows without a value."""
    save(session, "a/show", "/s", "{{x}}", variables={"x": "{{access_token}}"})
    save(session, "a/other")
    found = planned(session, "a", columns=["x"], gaps=["x"])
    assert [each.path for each in found.unresolved] == ["a/show"]
    assert found.hidden == {}


BUILT_IN = ["vars.host", "WeDa.EnvType", "WeDa.EnvId", "access_token"]


@pytest.mark.parametrize("name", [*BUILT_IN, "user_access_token", "basic_auth"])
def test_a_column_stands_for_nothing_that_is_built_in(session: Session, name: str) -> None:
    url = "/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow?i={{WeDa.EnvId}}"
    save(session, "a/stop", url)
    where = place(session)
    known = Target(replace(where.environment, env_id="lowcode-1"), "dev")
    plan = plan_load(session, ["a"], known, columns=[name], gaps=[name]).plan
    assert request(plan, "a/stop").url.pieces[1:] == ("/weda/workflow/v1/dev/StopFlow?i=lowcode-1",)
    assert {*plan.columns.values()} <= {""}


def test_without_an_environment_the_place_is_read_from_variables_alone(session: Session) -> None:
    save(session, "a/stop", "/weda/workflow/v1/{{WeDa.EnvType}}/StopFlow?i={{WeDa.EnvId}}")
    text = export(session, "a", ExportFormat.LOCUST).data.decode()
    assert "self.in_address('', 'WEDA_ENVTYPE')" in text
    assert "variables = {'WEDA_ENVTYPE': '', 'WEDA_ENVID': ''}" in text
    text = export(session, "a", ExportFormat.K6).data.decode()
    assert 'inAddress("", "WEDA_ENVTYPE")' in text


OWN_CALLS = """
title = "CRM"
[calls.Key]
method = "GET"
path = "/crm/key"
effect = "read"
auth = "wedaBasic"
[calls.Token]
method = "GET"
path = "/crm/token"
effect = "read"
"""


def test_of_an_answer_to_a_key_little_is_judged(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    modules = session.paths.workspace / "modules"
    modules.mkdir(parents=True, exist_ok=True)
    (modules / "crm.toml").write_text(OWN_CALLS, encoding="utf-8")
    asserts = (
        Assertion("status", AssertionOperator.EQUALS, 200),
        Assertion("$.data", AssertionOperator.EXISTS, True),
        Assertion("$.data", AssertionOperator.MATCHES, "^a"),
        Assertion("size", AssertionOperator.EQUALS, 9),
    )
    for name in ("Key", "Token"):
        draft = RequestDraft(endpoint_id=f"crm.{name}", method="", url="")
        saved = SavedRequest(path=f"a/{name}", draft=draft, asserts=asserts)
        save_request(session.paths.collections, saved)
    found = planned(session, "a")
    withheld, plain = request(found.plan, "a/Key"), request(found.plan, "a/Token")
    assert [each.on for each in withheld.checks] == ["status", "$.data"]
    assert (withheld.is_withheld, plain.is_withheld) == (True, False)
    assert len(plain.checks) == len(asserts)
    assert Unwritten("a/Key", "assert $.data matches") in found.left


def test_an_answer_to_a_password_is_withheld(session: Session) -> None:
    body = '{"username": "zhangwei", "password": "{{row}}"}'
    save(session, "a/signin", "/auth/v1/signin", body, captures={"t": "$.access_token"})
    save(session, "a/other", "/auth/v1/user/me")
    found = planned(session, "a", columns=["row"]).plan
    assert request(found, "a/signin").is_withheld
    assert not request(found, "a/other").is_withheld
