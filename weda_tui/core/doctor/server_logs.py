"""Where a private deployment writes of a call, and the command that finds it by its RequestId.

Services, folders and the seven days are those of Tencent's page on troubleshooting private
deployments (docs.cloudbase.net/lowcode/private/faq/debug); which service a call is logged by is
inferred from what the page says of each.
"""

import re
from enum import StrEnum

from weda_tui.core.answers.layers import ErrorLayer

KEPT_DAYS = 7
"""Days after which the logs inside the containers are gone."""
SOURCE = "https://docs.cloudbase.net/lowcode/private/faq/debug"
_REQUEST_ID = re.compile("[0-9A-Za-z_-]{8,64}")
"""What a RequestId looks like: nothing else goes into a command."""


class Service(StrEnum):
    """A service of a private deployment; the value is its container's name."""

    RUNTIME = "allin-one-runtime"
    """Data models, approval flows, the API and permissions at run time."""
    SIGN_IN = "idaasserver"
    CONNECTORS = "weda-plugin-adaptors"
    """External data sources."""
    PROXY = "proxy"
    """Routing; it has no log files of its own."""


_FOLDERS = {
    Service.RUNTIME: "/data/log",
    Service.SIGN_IN: "/logs",
    Service.CONNECTORS: "/data/log",
}


def service_of(layer: ErrorLayer, module: str, code: str) -> Service:
    """Return the service that logs a failed call."""
    if code.startswith(("FnError.", "UserError.Ds")):
        return Service.CONNECTORS
    if layer is ErrorLayer.AUTH or module == "auth":
        return Service.SIGN_IN
    if layer in {ErrorLayer.GATEWAY, ErrorLayer.HTTP, ErrorLayer.PROXY}:
        return Service.PROXY
    return Service.RUNTIME


def log_command(service: Service, request_id: str, *, namespace: str = "", pod: str = "") -> str:
    """Return the command that finds a call in the log; empty for what is no RequestId.

    With a ``pod`` it is that of a cluster, without one that of a single machine.
    """
    if not _REQUEST_ID.fullmatch(request_id):
        return ""
    folder = _FOLDERS.get(service)
    if pod:
        inside = f"kubectl -n {namespace or 'default'} exec {pod} -- "
        whole = f"kubectl -n {namespace or 'default'} logs {pod}"
    else:
        inside, whole = f"docker exec {service} ", f"docker logs {service} 2>&1"
    if folder is None:
        return f"{whole} | grep -F -- '{request_id}'"
    return f"{inside}grep -rF -- '{request_id}' {folder}"
