import timeit

import pytest

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


def test_another_method_does_not_hide_what_a_path_does(catalogue: Catalogue) -> None:
    assert found(catalogue, f"{BASE}/dev/StopFlow", "GET").effect is Effect.DESTRUCTIVE


def test_it_is_cheap_enough_for_every_key(catalogue: Catalogue) -> None:
    url = f"{BASE}/prod/CompleteTask"
    found(catalogue, url)
    assert min(timeit.repeat(lambda: found(catalogue, url), number=10, repeat=5)) / 10 < 0.001
