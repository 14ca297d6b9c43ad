import timeit
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.resolved_call import (
    UNNAMED,
    ResolvedCall,
    find_target,
    with_shipped_effects,
)
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

ENVIRONMENT = Environment(
    name="hq",
    host="https://weda.example.cn",
    env_types=(EnvTypeSetting("prod", Guard.READ_ONLY), EnvTypeSetting("dev", Guard.NONE)),
)
READ = "workflow.DescribeInstanceApproverList"
BASE = "https://weda.example.cn/weda/workflow/v1"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_bundled_catalogue()


def found(catalogue: Catalogue, url: str, method: str = "POST") -> ResolvedCall:
    return find_target(catalogue, catalogue.get(READ), method, url, Target(ENVIRONMENT, "dev"))


def test_the_path_says_what_is_called_and_where(catalogue: Catalogue) -> None:
    for path, endpoint_id, effect, env_type in [
        ("/dev/DescribeInstanceApproverList", READ, Effect.READ, "dev"),
        ("/dev/DescribeInstanceApproverList?a=/prod/StopFlow", READ, Effect.READ, "dev"),
        ("/prod/DescribeInstanceApproverList", READ, Effect.READ, "prod"),
        ("/prod/CompleteTask", "workflow.CompleteTask", Effect.WRITE, "prod"),
        ("/dev/StopFlow", "workflow.StopFlow", Effect.DESTRUCTIVE, "dev"),
        ("/%70rod/%53topFlow", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("/dev/../prod/./StopFlow/", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("//PROD//stopflow", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("/staging/CompleteTask", "workflow.CompleteTask", Effect.WRITE, UNNAMED),
        ("/dev/NobodyKnows", READ, Effect.WRITE, "dev"),
        ("/prod/Nobody/Knows", READ, Effect.WRITE, "prod"),
        ("", READ, Effect.WRITE, "dev"),
    ]:
        target = found(catalogue, BASE + path)
        assert (target.endpoint.id, target.effect, target.env_type) == (
            endpoint_id,
            effect,
            env_type,
        ), path


@pytest.mark.parametrize(
    ("method", "path", "endpoint_id"),
    [
        ("GET", "/weda/odata/v1/dev/demo", "odata.list"),
        ("GET", "/weda/odata/v1/dev/demo('1')", "odata.get"),
        ("PATCH", "/weda/odata/v1/dev/demo('1')", "odata.update"),
        ("DELETE", "/weda/odata/v1/batch/dev/demo('1')", "odata.batchDelete"),
        ("DELETE", "/v1/model/dev/demo/1/delete", "model.deleteById"),
        ("POST", "/anything", READ),
    ],
)
def test_paths_of_other_modules(
    catalogue: Catalogue, method: str, path: str, endpoint_id: str
) -> None:
    target = found(catalogue, f"https://weda.example.cn{path}", method)
    assert target.endpoint.id == endpoint_id


def test_a_path_that_servers_read_differently_is_judged_by_its_strictest_reading(
    catalogue: Catalogue,
) -> None:
    for path in [
        "/prod;a=b/StopFlow",
        "/prod%3Ba=b/StopFlow;x",
        "/prod;/StopFlow",
        "/prod;%2f..%2fdev/StopFlow",
        "/prod;%252f..%252fdev/StopFlow",
        "/prod%3b%2f..%2fdev/StopFlow",
        "/prod%3b%252f..%252fdev/StopFlow",
        "/prod%253b%25252f..%25252fdev/StopFlow",
        "/prod/StopFlow;%2f..%2fok",
        "/prod/StopFlow//..",
        "/prod/StopFlow//%2e%2e",
        "/prod/StopFlow/%2e%2e/..",
        "/prod/StopFlow/a%2fb/..",
        "/prod/StopFlow/%2e%2e%2f%2e%2e%2fdev%2fStopFlow%2fz/..",
        "/prod/StopFlow/z/..;/%2e%2e/..;",
        "/prod/Stop%e0%81%86low",
        "/prod/Stop%f0%80%81%86low",
        "/prod/Stop%ffFlow",
        "/prod;%5c..%5cdev/StopFlow",
        "/%2570rod/StopFlow",
        "/%2525%2537%30rod/StopFlow",
        "/dev/..;/prod/StopFlow",
        "/dev/%2e%2e/prod/StopFlow",
        "/dev%2f..%2fprod/StopFlow",
        "/dev%252f..%252fprod/StopFlow",
        "/dev\\..\\prod\\StopFlow",
        "\\prod\\StopFlow",
        "/prod%5cStopFlow",
        "/prod%20/StopFlow%09",
        "/prod%00/StopFlow",
        "/%EF%BD%90rod/StopFlow",
        "/ｐｒｏｄ/StopFlow",
        "/prod/%2e%2e/dev/StopFlow",
        "/prod%252f..%252fdev/StopFlow",
        "/prod/../dev/StopFlow",
        "/prod./StopFlow",
        "/prod/Stop%2525252546low",
        "/prod/Stop%252525252525252546low",
        "/prod/%u0053topFlow",
        "/prod/%2575%25u0053topFlow/../%u0053topFlow",
        "/prod/S%c1%b4opFlow",
        "/dev/" + "%2" * 80 + "%35" + "35" * 79 + "41",
    ]:
        target = found(catalogue, BASE + path)
        assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod"), path


@pytest.mark.parametrize("name", ["ManageStopProcessL\u0131st", "ManageStopProcessL\u0130st"])
def test_letters_that_servers_take_as_equal_hide_no_action(catalogue: Catalogue, name: str) -> None:
    plain = found(catalogue, f"{BASE}/prod/ManageStopProcessList")
    assert plain.effect is Effect.DESTRUCTIVE
    assert found(catalogue, f"{BASE}/prod/{quote(name)}").effect is Effect.DESTRUCTIVE


@pytest.mark.parametrize("other", ["Prod", "PROD"])
def test_of_env_types_that_differ_in_case_alone_the_strictest_counts(
    catalogue: Catalogue, other: str
) -> None:
    guards = {other: Guard.NONE, "prod": Guard.READ_ONLY, "dev": Guard.NONE}
    env_types = tuple(EnvTypeSetting(*each) for each in guards.items())
    where = Target(
        Environment(name="a", host="https://weda.example.cn", env_types=env_types), "dev"
    )
    endpoint = catalogue.get("workflow.StopFlow")
    for name in ("prod", "Prod", "PROD"):
        url = f"https://weda.example.cn/weda/workflow/v1/{name}/StopFlow"
        assert find_target(catalogue, endpoint, "POST", url, where).env_type == "prod"


def test_an_unknown_path_counts_for_the_strictest_env_type_in_it(catalogue: Catalogue) -> None:
    for path in ("/dev/x/prod", "/prod/x/dev", "/PROD/x"):
        assert found(catalogue, BASE + path).env_type == "prod"


def test_a_value_in_the_path_may_hold_anything(catalogue: Catalogue) -> None:
    url = "https://weda.example.cn/v1/model/dev/demo/a;b%2525%20c/delete"
    target = found(catalogue, url, "DELETE")
    assert (target.endpoint.id, target.env_type) == ("model.deleteById", "dev")


def test_a_call_known_by_its_title_is_judged_by_the_path_it_was_given(catalogue: Catalogue) -> None:
    unknown = catalogue.get("permissions.title.createRole")
    where = Target(ENVIRONMENT, "dev")
    for path, effect in (("StopFlow", Effect.DESTRUCTIVE), ("Unknown", Effect.WRITE)):
        url = f"{BASE}/dev/{path}"
        assert find_target(catalogue, unknown, "POST", url, where).effect is effect


def test_another_method_does_not_hide_what_a_path_does(catalogue: Catalogue) -> None:
    assert found(catalogue, f"{BASE}/dev/StopFlow", "GET").effect is Effect.DESTRUCTIVE


@given(
    env_type=st.sampled_from(["prod", "dev", "PROD", "staging"]),
    segments=st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True), max_size=4),
    action=st.sampled_from(["StopFlow", "CompleteTask", "stopflow", "NobodyKnows"]),
)
def test_a_plain_path_is_read_as_any_other(
    catalogue: Catalogue, env_type: str, segments: list[str], action: str
) -> None:
    path = "/".join([BASE, *segments, env_type, action])
    assert found(catalogue, path) == found(catalogue, f"{path}/")


def test_it_is_cheap_enough_for_every_key(catalogue: Catalogue) -> None:
    url = f"{BASE}/prod/CompleteTask"
    found(catalogue, url)
    assert min(timeit.repeat(lambda: found(catalogue, url), number=10, repeat=5)) / 10 < 0.001


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/weda/odata/v1/prod/demo"),
        ("DELETE", "/weda/odata/v1/prod/demo/"),
        ("PATCH", "/weda/odata/v1/prod/demo"),
        ("DELETE", "/weda/odata/v1/batch/prod/demo"),
        ("PUT", "/weda/workflow/v1/prod/DescribeInstanceApproverList"),
        ("DELETE", "/nobody/knows/prod"),
    ],
)
def test_a_method_that_removes_where_none_is_documented_may_remove_everything(
    catalogue: Catalogue, method: str, path: str
) -> None:
    assert found(catalogue, f"https://weda.example.cn{path}", method).effect is Effect.DESTRUCTIVE


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
def test_a_reading_method_that_nobody_documents_reads(catalogue: Catalogue, method: str) -> None:
    assert found(catalogue, "https://weda.example.cn/crm/orders", method).effect is Effect.READ
    stop = f"{BASE}/dev/StopFlow"
    assert found(catalogue, stop, method).effect is Effect.DESTRUCTIVE


@pytest.mark.parametrize("method", ["post", "PROPFIND", "TRACE", ""])
def test_any_other_method_that_nobody_documents_writes(catalogue: Catalogue, method: str) -> None:
    assert found(catalogue, "https://weda.example.cn/crm/orders", method).effect is Effect.WRITE


def test_the_case_of_a_method_hides_nothing(catalogue: Catalogue) -> None:
    assert found(catalogue, "https://weda.example.cn/x", "delete").effect is Effect.DESTRUCTIVE
    assert found(catalogue, f"{BASE}/dev/DescribeInstanceApproverList", "put").effect is (
        Effect.DESTRUCTIVE
    )


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
def test_a_header_that_names_another_method_counts(catalogue: Catalogue, header: str) -> None:
    url, where = "https://weda.example.cn/crm/orders", Target(ENVIRONMENT, "dev")
    target = find_target(catalogue, FREE_CALL, "GET", url, where, [(header, " delete ")])
    assert target.effect is Effect.DESTRUCTIVE


def test_each_method_in_an_override_counts(catalogue: Catalogue) -> None:
    for header in ["X-HTTP-Method", "X_HTTP_METHOD", "x-http_method-override"]:
        for value in ["DELETE, GET", "delete;q=1", '"DELETE"', "GET DELETE"]:
            url, where = "https://weda.example.cn/crm/orders", Target(ENVIRONMENT, "dev")
            target = find_target(catalogue, FREE_CALL, "GET", url, where, [(header, value)])
            assert target.effect is Effect.DESTRUCTIVE, (header, value)


def test_a_query_that_names_another_method_counts(catalogue: Catalogue) -> None:
    for query in [
        *("_method=DELETE", "a=b&_METHOD=delete", "%5Fmethod=%44ELETE", "_method=GET&_method=PUT"),
        *("$httpMethod=DELETE", "%24httpmethod=delete", "X-HTTP-Method-Override=PATCH"),
        *("a=b;_method=DELETE", "x-http-method=DELETE#f"),
        *("_method[]=DELETE", "_HttpMethod=DELETE", "_method%255B%255D=%2544ELETE"),
        *("method=DELETE&_method=GET", "HttpMethod=put", "a=1&x%u006dethod=DELETE"),
    ]:
        url = "https://weda.example.cn/weda/odata/v1/dev/demo"
        assert found(catalogue, f"{url}?{query}", "GET").effect is Effect.DESTRUCTIVE, query
        assert found(catalogue, f"{url}?method=GET&_method=GET", "GET").effect is Effect.READ, query
        assert found(catalogue, f"{url}?payMethod=card&m=DELETE", "GET").effect is Effect.READ, (
            query
        )
        assert found(catalogue, f"{url}?_method=", "GET").effect is Effect.READ, query
        unknown = "https://weda.example.cn/crm/orders?_method=PURGE"
        assert found(catalogue, unknown, "GET").effect is Effect.WRITE, query


def test_a_header_that_names_another_path_counts(catalogue: Catalogue) -> None:
    for value in [
        *("/weda/workflow/v1/prod/StopFlow", " /weda/workflow/v1/prod/%53topFlow?x=1 "),
        *(
            "//weda/workflow/v1/prod/StopFlow",
            "https://weda.example.cn/weda/workflow/v1/prod/StopFlow",
        ),
        *("weda/workflow/v1/prod/StopFlow#x", "http://[/weda/workflow/v1/prod/StopFlow"),
    ]:
        for header in [
            "X-Original-URL",
            "x-rewrite-url",
            "X-Forwarded-Uri",
            "X_ORIGINAL_URL",
            "X-Original-URI",
        ]:
            where, url = Target(ENVIRONMENT, "dev"), f"{BASE}/dev/DescribeInstanceApproverList"
            headers = [("X-Other", "1"), (header, value)]
            target = find_target(catalogue, catalogue.get(READ), "POST", url, where, headers)
            assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod"), (value, header)


def test_a_path_header_that_names_the_same_read_reads(catalogue: Catalogue) -> None:
    where, url = Target(ENVIRONMENT, "dev"), f"{BASE}/dev/DescribeInstanceApproverList"
    headers = [("X-Forwarded-Uri", "/weda/workflow/v1/dev/DescribeInstanceApproverList")]
    target = find_target(catalogue, catalogue.get(READ), "POST", url, where, headers)
    assert (target.effect, target.env_type) == (Effect.READ, "dev")


def test_lists_and_quotes_hide_no_path(catalogue: Catalogue) -> None:
    for value in [
        *("/a, /weda/workflow/v1/prod/StopFlow", '"/weda/workflow/v1/prod/StopFlow"'),
        "</weda/workflow/v1/prod/StopFlow>",
    ]:
        for header in ["X-Envoy-Original-Path", "X-Forwarded-Prefix", "X-Override-URL"]:
            where, url = Target(ENVIRONMENT, "dev"), f"{BASE}/dev/DescribeInstanceApproverList"
            target = find_target(
                catalogue, catalogue.get(READ), "POST", url, where, [(header, value)]
            )
            assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod"), (value, header)


def test_a_prefix_stands_before_the_path_of_the_request(catalogue: Catalogue) -> None:
    where, url = Target(ENVIRONMENT, "dev"), "https://weda.example.cn/v1/dev/StopFlow"
    headers = [("X-Forwarded-Prefix", "/weda/workflow")]
    target = find_target(catalogue, catalogue.get(READ), "POST", url, where, headers)
    assert target.effect is Effect.DESTRUCTIVE


def test_a_body_that_names_another_method_counts(catalogue: Catalogue) -> None:
    where, url = Target(ENVIRONMENT, "dev"), f"{BASE}/dev/DescribeInstanceApproverList"
    form = [("Content-Type", "application/x-www-form-urlencoded")]
    for body, effect in ((b"a=1&_method=DELETE", Effect.DESTRUCTIVE), (b"a=1", Effect.READ)):
        target = find_target(catalogue, catalogue.get(READ), "POST", url, where, form, body)
        assert target.effect is effect


@pytest.mark.parametrize(
    "path", ["dev/{{action}}", "{{env}}/List", "dev/x/{{ id }}/y", "dev/a{{b}}"]
)
def test_a_path_that_waits_for_a_value_may_be_any(catalogue: Catalogue, path: str) -> None:
    target = found(catalogue, f"{BASE}/{path}", "GET")
    assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod")
    assert target.known is not None
    assert target.known.effect is Effect.READ
    where, url = Target(ENVIRONMENT, "dev"), f"{BASE}/dev/DescribeInstanceApproverList"
    headers = [("X-Original-URL", f"/{path}")]
    target = find_target(catalogue, catalogue.get(READ), "POST", url, where, headers)
    assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod")


def test_an_open_value_in_a_query_changes_no_path(catalogue: Catalogue) -> None:
    target = found(catalogue, f"{BASE}/dev/DescribeInstanceApproverList?id={{{{id}}}}")
    assert (target.effect, target.known) == (Effect.READ, None)


# -- what a workspace says of paths of the bundled catalogue -------------------------------------


def own(path: str, effect: Effect, method: str = "POST", name: str = "Own") -> Endpoint:
    return Endpoint(
        id=f"crm.{name}",
        module="crm",
        group="",
        method=method,
        path=path,
        title=Bilingual(en="T"),
        effect=effect,
        confidence=Confidence.IMPORTED,
        token_kind=TokenKind.KEY,
    )


def with_own(bundled: Catalogue, *endpoints: Endpoint) -> Catalogue:
    group = EndpointGroup("", Bilingual(), endpoints)
    module = Module(id="crm", title=Bilingual(), token_kind=TokenKind.KEY, groups=(group,))
    module = with_shipped_effects(bundled, module)
    return Catalogue((*bundled.modules, module), own=frozenset({"crm"}))


STOP = "/weda/workflow/v1/{envType}/StopFlow"
LIST = "/weda/workflow/v1/{envType}/DescribeInstanceApproverList"


def test_no_file_of_a_workspace_makes_a_bundled_write_a_read(catalogue: Catalogue) -> None:
    for path, called in [
        (STOP, "/weda/workflow/v1/dev/StopFlow"),
        (STOP.lower(), "/weda/workflow/v1/dev/StopFlow"),
        (f"{STOP}/", "/weda/workflow/v1/dev/StopFlow/"),
        ("/weda/workflow/v1/dev/StopFlow", "/weda/workflow/v1/dev/StopFlow"),
        ("/weda/workflow/v1/{envType}/{action}", "/weda/workflow/v1/dev/StopFlow"),
        ("/{a}/{b}/{c}/{d}/{e}", "/weda/workflow/v1/dev/StopFlow"),
        ("/weda/workflow/v1/{envType}/S{rest}", "/weda/workflow/v1/dev/StopFlow"),
        ("/weda/workflow/v1/{envType}/%53topFlow", "/weda/workflow/v1/dev/%53topFlow"),
        ("/weda//workflow/v1/./{envType}/StopFlow", "/weda//workflow/v1/./dev/StopFlow"),
        ("/gw/weda/workflow/v1/{envType}/StopFlow", "/gw/weda/workflow/v1/dev/StopFlow"),
        ("/gw/{a}/{b}/{c}/{d}/{e}", "/gw/weda/workflow/v1/dev/StopFlow"),
        ("/a/b/c/d/weda/workflow/v1/dev/StopFlow", "/a/b/c/d/weda/workflow/v1/dev/StopFlow"),
    ]:
        for host in ["https://weda.example.cn", "https://weda.example.cn/weda"]:
            for method in ["POST", "GET", "post"]:
                mine = own(path, Effect.READ, method.upper())
                known = with_own(catalogue, mine)
                where = Target(msgspec.structs.replace(ENVIRONMENT, host=host), "dev")
                for url in (f"https://weda.example.cn{called}", f"{host}{called}"):
                    target = find_target(known, mine, method, url, where)
                    assert target.effect is Effect.DESTRUCTIVE, (path, called, host, method)


def test_a_workspace_calls_no_method_but_post_less_than_it_says(catalogue: Catalogue) -> None:
    for method, effect in [
        ("GET", Effect.READ),
        ("POST", Effect.READ),
        ("PUT", Effect.WRITE),
        ("PATCH", Effect.WRITE),
        ("DELETE", Effect.DESTRUCTIVE),
    ]:
        for path in ["/crm/v1/orders", "/weda/odata/v1/{envType}/{entity}({id})/all"]:
            mine = own(path, Effect.READ, method)
            known = with_own(catalogue, mine)
            url = "https://weda.example.cn" + path.format(envType="dev", entity="crm_order", id="1")
            target = find_target(known, known.get(mine.id), method, url, Target(ENVIRONMENT, "dev"))
            assert target.effect is effect, (method, path)


@pytest.mark.parametrize(
    ("method", "effect"),
    [("HEAD", Effect.READ), ("POST", Effect.WRITE), ("PATCH", Effect.DESTRUCTIVE)],
)
def test_a_read_of_a_workspace_is_none_by_another_method(
    catalogue: Catalogue, method: str, effect: Effect
) -> None:
    mine = own("/crm/v1/orders", Effect.READ, "GET")
    known = with_own(catalogue, mine)
    url = "https://weda.example.cn/crm/v1/orders"
    target = find_target(known, known.get(mine.id), method, url, Target(ENVIRONMENT, "dev"))
    assert target.effect is effect


@pytest.mark.parametrize("path", ["", "/weda/permission/v1/usr/rm", LIST])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_call_with_the_id_of_a_bundled_one_is_never_weaker(
    catalogue: Catalogue, path: str, method: str
) -> None:
    for named in catalogue.by_id.values():
        if named.effect is Effect.READ or named.has_path:
            continue
        says = named.confidence if not path else Confidence.OWN
        changed = msgspec.structs.replace(
            named, path=path, method=method if path else "", effect=Effect.READ, confidence=says
        )
        group = EndpointGroup("", Bilingual(), (changed,))
        module = Module(
            id=named.module, title=Bilingual(), token_kind=TokenKind.KEY, groups=(group,)
        )
        (kept,) = with_shipped_effects(catalogue, module).endpoints
        assert kept.effect is named.effect, named.id


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("/own/$batch", "/own/$batch"),
        ("/own/$batch", "/own/$BATCH/"),
        ("/own/%24batch", "/own/%24batch"),
        ("/own/{what}", "/own/$batch;x"),
        ("/gw/{a}/{b}", "/gw/own/./%2524batch"),
    ],
)
def test_an_own_batch_may_delete(catalogue: Catalogue, path: str, called: str) -> None:
    mine = own(path, Effect.READ)
    known = with_own(catalogue, mine)
    url = f"https://weda.example.cn{called}"
    target = find_target(known, mine, "POST", url, Target(ENVIRONMENT, "dev"))
    assert target.effect is Effect.DESTRUCTIVE


def test_the_prefix_of_an_environment_does_not_hide_a_call(catalogue: Catalogue) -> None:
    for prefix in ("/weda", "/weda/workflow", "/weda/workflow/v1", "/weda/workflow/v1/dev"):
        rest = "/weda/workflow/v1/dev/StopFlow".removeprefix(prefix)
        mine = own(rest, Effect.READ)
        known = with_own(catalogue, mine)
        host = f"https://weda.example.cn{prefix}"
        where = Target(msgspec.structs.replace(ENVIRONMENT, host=host), "dev")
        assert find_target(known, mine, "POST", host + rest, where).effect is Effect.DESTRUCTIVE


def test_a_call_behind_the_prefix_of_its_environment_is_known(catalogue: Catalogue) -> None:
    where = Target(msgspec.structs.replace(ENVIRONMENT, host="https://weda.example.cn/gw"), "dev")
    for action, effect in (("DescribeInstanceApproverList", Effect.READ),
                           ("CompleteTask", Effect.WRITE)):  # fmt: skip
        url = f"https://weda.example.cn/gw/weda/workflow/v1/prod/{action}"
        target = find_target(catalogue, FREE_CALL, "POST", url, where)
        assert (target.endpoint.id, target.effect) == (f"workflow.{action}", effect)
        assert target.env_type == "prod"


def test_an_imported_twin_of_a_bundled_read_reads(catalogue: Catalogue) -> None:
    twin = own(LIST, Effect.WRITE)
    known = with_own(catalogue, twin)
    assert known.get("crm.Own").effect is Effect.READ
    url = f"{BASE}/dev/DescribeInstanceApproverList"
    assert find_target(known, twin, "POST", url, Target(ENVIRONMENT, "dev")).effect is Effect.READ


def test_a_twin_shows_the_effect_that_the_guard_judges_by(catalogue: Catalogue) -> None:
    twins = (
        own(STOP, Effect.READ),
        own(STOP, Effect.READ, "GET", "Other"),
        own(f"/gw{STOP}", Effect.READ, name="Behind"),
    )
    known = with_own(catalogue, *twins)
    assert {known.get(each.id).effect for each in twins} == {Effect.DESTRUCTIVE}


def test_its_own_calls_are_what_a_workspace_says(catalogue: Catalogue) -> None:
    reads, removes = own("/crm/search", Effect.READ), own("/crm/x", Effect.DESTRUCTIVE, "GET", "B")
    known = with_own(catalogue, reads, removes)
    where = Target(ENVIRONMENT, "dev")
    search, remove = (f"https://weda.example.cn/crm/{each}" for each in ("search", "x"))
    assert find_target(known, reads, "POST", search, where).effect is Effect.READ
    assert find_target(known, removes, "GET", remove, where).effect is Effect.DESTRUCTIVE


def test_a_more_exact_path_of_a_workspace_may_be_worse(catalogue: Catalogue) -> None:
    exact = own("/weda/odata/v1/{envType}/audit", Effect.WRITE, "GET")
    known = with_own(catalogue, exact)
    url = "https://weda.example.cn/weda/odata/v1/dev/audit"
    assert find_target(known, exact, "GET", url, Target(ENVIRONMENT, "dev")).effect is Effect.WRITE


def test_a_path_of_many_segments_is_judged_in_time(catalogue: Catalogue) -> None:
    url = "https://weda.example.cn" + "/a" * 100_000 + "/weda/workflow/v1/dev/StopFlow"
    assert found(catalogue, url, "GET").effect is Effect.DESTRUCTIVE


def test_the_action_of_a_bundled_write_is_no_read_elsewhere(catalogue: Catalogue) -> None:
    for path, called in [
        (f"{STOP}.json", "/weda/workflow/v1/dev/StopFlow.json"),
        (f"{STOP}%3Fx", "/weda/workflow/v1/dev/StopFlow%3Fx"),
        (f"{STOP}%253Fx", "/weda/workflow/v1/dev/StopFlow%253Fx"),
        (f"{STOP};x=1", "/weda/workflow/v1/dev/StopFlow;x=1"),
        (f"{STOP}%23x", "/weda/workflow/v1/dev/StopFlow%23x"),
        ("/weda/workflow/v2/{envType}/StopFlow", "/weda/workflow/v2/dev/StopFlow"),
        ("/weda/workflow/v2/{envType}/{action}", "/weda/workflow/v2/dev/stopflow"),
        ("/gw/%53topFlow.do", "/gw/%53topFlow.do"),
        ("/StopFlow", "/StopFlow"),
    ]:
        for method in ["POST", "GET"]:
            case = path, called, method
            mine = own(path, Effect.READ, method)
            known = with_own(catalogue, mine)
            url, where = f"https://weda.example.cn{called}", Target(ENVIRONMENT, "dev")
            assert find_target(known, mine, method, url, where).effect is Effect.DESTRUCTIVE, case
            shown = known.get(mine.id).effect
            assert shown is (Effect.READ if "{action}" in path else Effect.DESTRUCTIVE), case


def test_a_name_that_only_begins_as_an_action_stays_a_read(catalogue: Catalogue) -> None:
    for path in ("/crm/StopFlowList", "/crm/StopFlow/list", "/crm/getStopFlow", "/crm/"):
        mine = own(path, Effect.READ)
        known = with_own(catalogue, mine)
        url, where = f"https://weda.example.cn{path}", Target(ENVIRONMENT, "dev")
        assert find_target(known, mine, "POST", url, where).effect is Effect.READ, path


def test_an_action_is_at_least_its_bundled_write(catalogue: Catalogue) -> None:
    mine = own("/crm/CompleteTask", Effect.DESTRUCTIVE)
    known = with_own(catalogue, mine)
    url, where = "https://weda.example.cn/crm/CompleteTask", Target(ENVIRONMENT, "dev")
    assert find_target(known, mine, "POST", url, where).effect is Effect.DESTRUCTIVE
    gentle = own("/crm/CompleteTask", Effect.READ)
    known = with_own(catalogue, gentle)
    assert find_target(known, gentle, "POST", url, where).effect is Effect.WRITE


def test_what_nobody_names_is_no_env_type_as_text(catalogue: Catalogue) -> None:
    """The segment may contain a value that must not be displayed."""
    path = "/{}/StopFlow"
    assert found(catalogue, BASE + path.format("canary0123456789")).env_type == UNNAMED
    assert found(catalogue, BASE + path.format("PRE")).env_type == "pre"
