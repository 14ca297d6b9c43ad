"""The command that finds a call in the server's own log."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.doctor.server_logs import Service, log_command, service_of

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
