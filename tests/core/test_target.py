import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.endpoint import Effect
from weda_tui.core.environment import Environment, EnvTypeSetting, Guard, Where
from weda_tui.core.target import Target, find_target
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


def found(catalogue: Catalogue, url: str, method: str = "POST") -> Target:
    return find_target(catalogue, catalogue.get(READ), method, url, Where(ENVIRONMENT, "dev"))


@pytest.mark.parametrize(
    ("path", "endpoint_id", "effect", "env_type"),
    [
        ("/dev/DescribeInstanceApproverList", READ, Effect.READ, "dev"),
        ("/dev/DescribeInstanceApproverList?a=/prod/StopFlow", READ, Effect.READ, "dev"),
        ("/prod/DescribeInstanceApproverList", READ, Effect.READ, "prod"),
        ("/prod/CompleteTask", "workflow.CompleteTask", Effect.WRITE, "prod"),
        ("/dev/StopFlow", "workflow.StopFlow", Effect.DESTRUCTIVE, "dev"),
        ("/%70rod/%53topFlow", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("/dev/../prod/./StopFlow/", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("//PROD//stopflow", "workflow.StopFlow", Effect.DESTRUCTIVE, "prod"),
        ("/staging/CompleteTask", "workflow.CompleteTask", Effect.WRITE, "staging"),
        ("/dev/NobodyKnows", READ, Effect.WRITE, "dev"),
        ("/prod/Nobody/Knows", READ, Effect.WRITE, "prod"),
        ("", READ, Effect.WRITE, "dev"),
    ],
)
def test_the_path_says_what_is_called_and_where(
    catalogue: Catalogue, path: str, endpoint_id: str, effect: Effect, env_type: str
) -> None:
    target = found(catalogue, BASE + path)
    assert (target.endpoint.id, target.effect, target.env_type) == (endpoint_id, effect, env_type)


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


@pytest.mark.parametrize(
    "path",
    [
        "/prod;a=b/StopFlow",
        "/prod%3Ba=b/StopFlow;x",
        "/prod;/StopFlow",
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
    ],
)
def test_a_path_that_servers_read_differently_is_judged_by_its_strictest_reading(
    catalogue: Catalogue, path: str
) -> None:
    target = found(catalogue, BASE + path)
    assert (target.effect, target.env_type) == (Effect.DESTRUCTIVE, "prod")


def test_an_unknown_path_counts_for_the_strictest_env_type_in_it(catalogue: Catalogue) -> None:
    for path in ("/dev/x/prod", "/prod/x/dev", "/PROD/x"):
        assert found(catalogue, BASE + path).env_type == "prod"


def test_a_value_in_the_path_may_hold_anything(catalogue: Catalogue) -> None:
    url = "https://weda.example.cn/v1/model/dev/demo/a;b%2525%20c/delete"
    target = found(catalogue, url, "DELETE")
    assert (target.endpoint.id, target.env_type) == ("model.deleteById", "dev")


def test_a_call_known_by_its_title_is_judged_by_the_path_it_was_given(
    catalogue: Catalogue,
) -> None:
    unknown = catalogue.get("permissions.title.createRole")
    where = Where(ENVIRONMENT, "dev")
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
