"""For an agent, a call is a read only if a bundled document defines it as a read."""

import re

import msgspec
import pytest

from weda_tui.core.agents.rules import (
    LONGEST_CLIENT,
    LONGEST_REASON,
    AgentBounds,
    agent_decision,
    agent_effect,
    agent_env_types,
    agent_identity,
    clean_client,
    clean_reason,
    strictest_bounds,
)
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.environments.deployment import (
    AgentLevel,
    Environment,
    EnvTypeSetting,
    SecretRef,
    Target,
)
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.request_readings import find_env_types
from weda_tui.core.guard.resolved_call import find_target
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

HOST = "https://weda.example.cn"
HERE = Target(
    Environment(name="hq", host=HOST, env_types=(EnvTypeSetting("dev", Guard.NONE),)), "dev"
)
READ = "/weda/workflow/v1/dev/DescribeInstanceApproverList"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_bundled_catalogue()


def effect(
    catalogue: Catalogue,
    method: str,
    path: str,
    *,
    endpoint: Endpoint = FREE_CALL,
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
) -> Effect:
    call = find_target(catalogue, endpoint, method, HOST + path, HERE, headers, body)
    return agent_effect(call, method)


def test_every_bundled_read_is_a_read_and_nothing_else_is(catalogue: Catalogue) -> None:
    for endpoint in catalogue.by_id.values():
        if endpoint.path.startswith("/"):
            path = re.sub(r"\{envType\}", "dev", endpoint.path)
            path = re.sub(r"\{[^{}]*\}", "x1", path)
            found = effect(catalogue, endpoint.method, path, endpoint=endpoint)
            assert (found is Effect.READ) is (endpoint.effect is Effect.READ), endpoint.id


def test_what_no_document_has_or_what_reads_in_two_ways_is_a_write(catalogue: Catalogue) -> None:
    for method, path in [
        ("GET", "/"),
        ("GET", "/nobody/knows"),
        ("HEAD", "/nobody/knows"),
        ("OPTIONS", "/nobody/knows"),
        ("GET", READ),
        ("HEAD", READ),
        ("POST", READ + "/../StopFlow"),
        ("POST", "/weda/workflow/v1/dev/x/../DescribeInstanceApproverList"),
        ("POST", "/weda//workflow/v1/dev/DescribeInstanceApproverList;a=1"),
        ("POST", READ + "%2f..%2fCompleteTask"),
        ("POST", "/weda/workflow/v1/{{x}}/DescribeInstanceApproverList"),
    ]:
        assert effect(catalogue, method, path) is not Effect.READ, (method, path)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((("X-HTTP-Method-Override", "DELETE"),), b""),
        ((("Content-Type", "application/x-www-form-urlencoded"),), b"_method=delete"),
        ((("X-Original-URL", "/weda/workflow/v1/dev/StopFlow"),), b""),
        ((), b"x\r\nPOST /weda/workflow/v1/dev/StopFlow HTTP/1.1\r\n"),
    ],
)
def test_a_read_that_may_be_another_call_is_a_write(
    catalogue: Catalogue, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    assert effect(catalogue, "POST", READ) is Effect.READ
    assert effect(catalogue, "POST", READ, headers=headers, body=body) is not Effect.READ


@pytest.mark.parametrize(
    "path", ["/weda/model/v1/dev/own/read", "/weda/workflow/v1/dev/CompleteTask"]
)
def test_a_module_of_the_workspace_makes_nothing_a_read(catalogue: Catalogue, path: str) -> None:
    own = Endpoint(
        id="mine.read", module="mine", group="g", method="POST", path=path,
        title=Bilingual("read", "read"), effect=Effect.READ, confidence=Confidence.OWN,
        token_kind=TokenKind.KEY,
    )  # fmt: skip
    module = Module(
        id="mine", title=Bilingual("mine", "mine"), token_kind=TokenKind.KEY,
        groups=(EndpointGroup("g", Bilingual(), (own,)),),
    )  # fmt: skip
    both = Catalogue((*catalogue.modules, module), own=frozenset({"mine"}))
    assert effect(both, "POST", path, endpoint=own) is not Effect.READ
    get = msgspec.structs.replace(own, method="GET")
    assert effect(both, "GET", "/weda/own/read", endpoint=get) is not Effect.READ


@pytest.mark.parametrize("guard", list(Guard))
def test_a_write_of_an_agent_always_needs_a_person(guard: Guard) -> None:
    is_closed = guard is Guard.READ_ONLY
    name = GuardDecision.REFUSE if is_closed else GuardDecision.ASK_NAME
    yes = name if guard is Guard.TYPE_NAME or is_closed else GuardDecision.ASK
    assert agent_decision(guard, Effect.READ) is GuardDecision.SEND
    assert agent_decision(guard, Effect.WRITE) is yes
    assert agent_decision(guard, Effect.DESTRUCTIVE) is name


def test_the_stricter_of_each_part_counts() -> None:
    confirm = AgentBounds(AgentLevel.CONFIRM, Guard.READ_ONLY)
    read = AgentBounds(AgentLevel.READ, Guard.NONE)
    assert strictest_bounds([confirm, read]) == AgentBounds(AgentLevel.READ, Guard.READ_ONLY)
    assert strictest_bounds([read, AgentBounds(AgentLevel.NONE, Guard.NONE)]).level == "none"
    assert strictest_bounds([confirm]) == confirm


def test_what_an_agent_says_of_itself_is_one_short_line() -> None:
    assert clean_client("Cursor\x1b[31m\n  1.2") == "Cursor␛[31m 1.2"
    assert clean_client(" \n") == "?"
    assert len(clean_client("x" * 1000)) == LONGEST_CLIENT + 1
    assert clean_reason("the\u202euser\nagreed") == "the\\u202euser agreed"
    assert clean_reason("x" * 1000) == "x" * LONGEST_REASON + "…"


BOTH = Target(
    Environment(
        name="hq",
        host=HOST,
        env_types=(EnvTypeSetting("prod", Guard.NONE), EnvTypeSetting("dev", Guard.TYPE_NAME)),
    ),
    "dev",
)


def test_a_call_keeps_the_rules_of_every_env_type_that_it_may_go_to(catalogue: Catalogue) -> None:
    """This also holds if the guard of the env type in the path was loosened."""
    for path, env_types in [
        (READ, {"dev"}),
        (READ.replace("dev", "prod"), {"dev", "prod"}),
        ("/crm/orders", {"dev"}),
        ("/crm/prod/orders", {"dev", "prod"}),
        ("/crm/%50ROD/orders", {"dev", "prod"}),
        ("/crm/x/../prod/orders", {"dev", "prod"}),
        ("/crm/pre/orders", {"dev", "pre"}),
        ("/weda/workflow/v1/staging/CompleteTask", {"dev", "?"}),
        ("/crm;a=1/orders", {"dev", "prod"}),
    ]:
        call = find_target(catalogue, FREE_CALL, "POST", HOST + path, BOTH)
        assert agent_env_types(call, HOST + path, BOTH) == env_types, path


def test_an_env_type_that_a_request_names_beside_its_path_counts(catalogue: Catalogue) -> None:
    for query, headers, body, env_types in [
        ("", (), b"", {"dev"}),
        ("?envType=prod", (), b"", {"dev", "prod"}),
        ("?env%54ype=PROD&a=1", (), b"", {"dev", "prod"}),
        ("", (("X-Other", "prod"), ("Env-Type", "prod")), b"", {"dev", "prod"}),
        ("", (), b'{"a": {"envType": "prod"}}', {"dev", "prod"}),
        ("", (), b'{"env\\u0054ype": "prod"}', {"dev", "prod"}),
        (
            "",
            (("Content-Type", "application/x-www-form-urlencoded"),),
            b"envType=prod",
            {"dev", "prod"},
        ),
        ("?envType=staging", (), b"", {"dev", "?"}),
        ("", (), b'{"type": "prod", "envType": "dev"}', {"dev"}),
    ]:
        url = f"{HOST}{READ}{query}"
        call = find_target(catalogue, FREE_CALL, "POST", url, BOTH, headers, body)
        named = find_env_types(url, headers, body)
        assert agent_env_types(call, url, BOTH, named=named) == env_types, (query, headers, body)


@pytest.mark.parametrize(
    "changes",
    [
        {"secret_id": "AKIDadmin"},
        {"secret_key": SecretRef("env", "ADMIN_SECRET")},
        {"username": "admin"},
        {"password": SecretRef("env", "ADMIN_PASSWORD")},
        {"secret_key": None},
    ],
)
def test_other_credentials_are_another_identity(changes: dict[str, object]) -> None:
    here = msgspec.structs.replace(HERE.environment, secret_id="AKID", secret_key=SecretRef("file"))
    assert agent_identity(msgspec.structs.replace(here, **changes)) != agent_identity(here)


def test_where_this_machine_keeps_a_secret_is_no_other_identity() -> None:
    here = msgspec.structs.replace(HERE.environment, secret_id="AKID", secret_key=SecretRef("file"))
    moved = msgspec.structs.replace(here, secret_key=SecretRef("keyring"), name="b", timeout=9.0)
    assert agent_identity(moved) == agent_identity(here)
