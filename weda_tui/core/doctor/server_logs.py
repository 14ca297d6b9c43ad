"""Where a private deployment logs a call, and the command that finds it by its RequestId.

Services, folders and the seven days are from Tencent's page on troubleshooting private deployments
(docs.cloudbase.net/lowcode/private/faq/debug). The service that logs a call is inferred from the
page's description of each service.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Verdict

KEPT_DAYS = 7
"""The number of days for which logs inside the containers are kept."""
SOURCE = "https://docs.cloudbase.net/lowcode/private/faq/debug"
CONFIDENCE = "documented; which service logs a call is inferred"
_DAY = 86400.0
_REQUEST_ID = re.compile("(?=[^0-9]*[0-9])[0-9A-Za-z_-]{8,64}")
"""The form of a RequestId, with at least one digit; no other text is put into a command."""
_NAME = re.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
"""The form of the name of a namespace or a pod.

A dash at its beginning would make it an option of the command.
"""


class Service(StrEnum):
    """A service of a private deployment; the value is the name of its container."""

    RUNTIME = "allin-one-runtime"
    """Data models, approval flows, the API and permissions at run time."""
    SIGN_IN = "idaasserver"
    CONNECTORS = "weda-plugin-adaptors"
    """External data sources."""
    PROXY = "proxy"
    """Routing; it has no log files of its own."""


_FOLDERS = {Service.RUNTIME: "/data/log", Service.SIGN_IN: "/logs", Service.CONNECTORS: "/data/log"}


def service_of(layer: ErrorLayer, module: str, code: str) -> Service:
    """Return the service that logs a failed call."""
    if code.startswith(("FnError.", "UserError.Ds")):
        return Service.CONNECTORS
    if layer is ErrorLayer.AUTH or module == "auth":
        return Service.SIGN_IN
    if layer in {ErrorLayer.GATEWAY, ErrorLayer.HTTP, ErrorLayer.PROXY}:
        return Service.PROXY
    return Service.RUNTIME


class LogPlace(msgspec.Struct, frozen=True):
    """Where the services of a deployment run: on a single machine, or in a cluster's namespace."""

    namespace: str = ""
    """The namespace of the cluster; empty for a single machine."""
    pods: dict[str, str] = {}
    """Pods by service; other pods are found by the name of their service."""

    @property
    def is_valid(self) -> bool:
        """Whether every name is valid in Kubernetes."""
        names = (self.namespace, *self.pods.values()) if self.namespace or self.pods else ()
        return all(map(is_kubernetes_name, names))


def is_kubernetes_name(text: str) -> bool:
    """Return whether a text is a valid name of a namespace or a pod."""
    return _NAME.fullmatch(text) is not None


class ServerLog(msgspec.Struct, frozen=True, kw_only=True):
    """The service that logged a failed call, and the RequestId of the call."""

    service: Service
    request_id: str
    gone_since: float | None = None
    """When the log was deleted, in seconds since the epoch; ``None`` while it is kept."""

    def command(self, place: LogPlace | None = None) -> str:
        """Return the command that finds the call in the log of a single machine or of a cluster."""
        place = place or LogPlace()
        pod = place.pods.get(self.service, "")
        return log_command(self.service, self.request_id, namespace=place.namespace, pod=pod)


def is_request_id(text: str) -> bool:
    """Return whether logs can be searched for an id; ``undefined`` is not an id."""
    return _REQUEST_ID.fullmatch(text) is not None


def find_server_log(
    verdict: Verdict, module: str, *, failed_at: float | None, now: float
) -> ServerLog | None:
    """Return the log of a failed call; ``None`` without a RequestId, or for a success.

    ``module`` is the module of the call, or empty if unknown. ``failed_at`` is ``None`` if the time
    of the failure is unknown.
    """
    if verdict.ok or not is_request_id(verdict.request_id):
        return None
    service = service_of(verdict.layer, module, verdict.code)
    end = None if failed_at is None else failed_at + KEPT_DAYS * _DAY
    gone_since = end if end is not None and end <= now else None
    return ServerLog(service=service, request_id=verdict.request_id, gone_since=gone_since)


def server_log_report(log: ServerLog) -> dict[str, str | None]:
    """Return the facts about a log for JSON output."""
    gone = log.gone_since
    return {
        "service": log.service.value,
        "goneSince": None if gone is None else datetime.fromtimestamp(gone, UTC).isoformat(),
        "source": SOURCE,
        "confidence": CONFIDENCE,
    }


def log_command(service: Service, request_id: str, *, namespace: str = "", pod: str = "") -> str:
    """Return the command that finds a call in the log; empty if a part of it is no valid name.

    With a ``namespace`` or a ``pod``, the command is for a cluster, otherwise for a single machine.
    In a namespace without a ``pod``, all pods of the service are searched.
    """
    names = [each for each in (namespace, pod) if each]
    if not is_request_id(request_id) or not all(map(is_kubernetes_name, names)):
        return ""
    folder = _FOLDERS.get(service)
    search = f"grep -rF -- '{request_id}' {folder}" if folder else f"grep -F -- '{request_id}'"
    if not namespace and not pod:
        of_container = f"logs {service} 2>&1 |" if folder is None else f"exec {service}"
        return f"docker {of_container} {search}"
    kubectl, each = f"kubectl -n {namespace or 'default'}", pod or '"$pod"'
    found = f"{kubectl} exec {each} -- {search}" if folder else f"{kubectl} logs {each} | {search}"
    if pod:
        return found
    pods = f"$({kubectl} get pods -o name | grep -F -- {service})"
    return f"for pod in {pods}; do {found}; done"
