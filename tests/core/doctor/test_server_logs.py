"""The command that finds a call in the server's log."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.doctor.server_logs import (
    LogPlace,
    ServerLog,
    Service,
    find_server_log,
    is_kubernetes_name,
    log_command,
    service_of,
)

ID = "489e4ae1-4c58-4c58-9668-489e937f9739"


@pytest.mark.parametrize(
    ("layer", "module", "code", "service"),
    [
        (ErrorLayer.BUSINESS, "workflow", "FailedOperation", Service.RUNTIME),
        (ErrorLayer.MODEL, "model", "FAILED_OPERATION", Service.RUNTIME),
        (ErrorLayer.AUTH, "auth", "invalid_grant", Service.SIGN_IN),
        (ErrorLayer.GATEWAY, "workflow", "BAD_GATEWAY", Service.PROXY),
        (ErrorLayer.HTTP, "model", "HTTP 502", Service.PROXY),
        (ErrorLayer.BUSINESS, "model", "UserError.DsTimeout", Service.CONNECTORS),
    ],
)
def test_each_failure_has_the_service_that_logs_it(
    layer: ErrorLayer, module: str, code: str, service: Service
) -> None:
    assert service_of(layer, module, code) is service


def test_the_command_works_as_pasted() -> None:
    runtime = log_command(Service.RUNTIME, ID)
    assert runtime == f"docker exec allin-one-runtime grep -rF -- '{ID}' /data/log"
    assert log_command(Service.SIGN_IN, ID).endswith(" /logs")
    assert log_command(Service.PROXY, ID) == f"docker logs proxy 2>&1 | grep -F -- '{ID}'"
    cluster = log_command(Service.RUNTIME, ID, namespace="weda", pod="runtime-0")
    assert cluster == f"kubectl -n weda exec runtime-0 -- grep -rF -- '{ID}' /data/log"


@given(text=st.text(max_size=80), service=st.sampled_from(Service))
def test_nothing_but_a_request_id_gets_into_a_command(text: str, service: Service) -> None:
    command = log_command(service, text)
    if command:
        assert text.isascii()
        assert text.replace("-", "").replace("_", "").isalnum()
        assert text in shlex.split(command)


@given(
    namespace=st.text("ab-.0Z;'$ \n", max_size=8) | st.text(max_size=300),
    pod=st.text("ab-.0Z;'$ \n", max_size=8) | st.text(max_size=300),
    service=st.sampled_from(Service),
)
def test_nothing_but_names_of_kubernetes_get_into_a_command(
    namespace: str, pod: str, service: Service
) -> None:
    command = log_command(service, ID, namespace=namespace, pod=pod)
    plain = log_command(service, ID, namespace="ns", pod="pod")
    for name in filter(None, (namespace, pod)):
        is_name = set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-") and len(name) <= 253
        is_name = is_name and name[0] not in "-." and name[-1] not in "-."
        assert is_kubernetes_name(name) is is_name
        if not is_name:
            assert command == ""
    if command and pod:
        words = [
            "ns" if each == (namespace or "default") else each for each in shlex.split(command)
        ]
        assert len(words) == len(shlex.split(plain))
        assert pod in shlex.split(command)


@pytest.mark.parametrize("service", Service)
def test_in_a_namespace_every_pod_of_the_service_is_searched(service: Service) -> None:
    command = log_command(service, ID, namespace="weda")
    assert command.startswith(
        f"for pod in $(kubectl -n weda get pods -o name | grep -F -- {service}); do kubectl "
    )
    assert command.endswith("; done")
    assert f"-- '{ID}'" in command


def test_each_service_of_a_cluster_has_a_pod_of_its_own() -> None:
    place = LogPlace("weda", {Service.RUNTIME: "runtime-0"})
    runtime = ServerLog(service=Service.RUNTIME, request_id=ID)
    sign_in = ServerLog(service=Service.SIGN_IN, request_id=ID)
    assert runtime.command(place).startswith("kubectl -n weda exec runtime-0 -- grep ")
    assert sign_in.command(place).startswith("for pod in ")
    assert runtime.command() == runtime.command(LogPlace()) == log_command(Service.RUNTIME, ID)
    assert place.is_valid
    assert not LogPlace("weda", {Service.RUNTIME: "a b"}).is_valid
    assert not LogPlace("--all").is_valid


DAY = 86400.0


@pytest.mark.parametrize(
    ("failed_at", "gone_since"),
    [(None, None), (100 * DAY, None), (93.1 * DAY, None), (93 * DAY, 100 * DAY), (0.0, 7 * DAY)],
)
def test_a_log_is_kept_for_seven_days(failed_at: float | None, gone_since: float | None) -> None:
    failed = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.MODEL, request_id=ID)
    log = find_server_log(failed, "model", failed_at=failed_at, now=100 * DAY)
    assert log is not None
    assert log.gone_since == gone_since
    assert find_server_log(Verdict(outcome=Outcome.OK), "", failed_at=None, now=0.0) is None
