"""Where a private deployment writes of a call, and the command that finds it by its RequestId.

Services, folders and the seven days are those of Tencent's page on troubleshooting private
deployments (docs.cloudbase.net/lowcode/private/faq/debug); which service a call is logged by is
inferred from what the page says of each.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Verdict

KEPT_DAYS = 7
"""Days after which the logs inside the containers are gone."""
SOURCE = "https://docs.cloudbase.net/lowcode/private/faq/debug"
CONFIDENCE = "documented; which service logs a call is inferred"
_DAY = 86400.0
_REQUEST_ID = re.compile("(?=[^0-9]*[0-9])[0-9A-Za-z_-]{8,64}")
"""What a RequestId looks like, a digit among it: nothing else goes into a command."""
_NAME = re.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
"""What a namespace or a pod is called; a dash at its beginning would make it an option."""


class Service(StrEnum):
    """A service of a private deployment; the value is its container's name."""

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
    """Where the services of a deployment run: on one machine, or in a namespace of a cluster."""

    namespace: str = ""
    """Of the cluster; empty for a single machine."""
    pods: dict[str, str] = {}
    """Pods by their service; one that is not here is found by the name of its service."""

    @property
    def is_valid(self) -> bool:
        """Whether every name is one that Kubernetes takes."""
        names = (self.namespace, *self.pods.values()) if self.namespace or self.pods else ()
        return all(map(is_kubernetes_name, names))


def is_kubernetes_name(text: str) -> bool:
    """Return whether a namespace or a pod may be called so."""
    return _NAME.fullmatch(text) is not None


class ServerLog(msgspec.Struct, frozen=True, kw_only=True):
    """Which service logged a failed call, under which RequestId."""

    service: Service
    request_id: str
    gone_since: float | None = None
    """When the log was deleted, seconds since the epoch; ``None`` while it is kept."""

    def command(self, place: LogPlace | None = None) -> str:
        """Return the command that finds the call: of a single machine unless it is a cluster."""
        place = place or LogPlace()
        pod = place.pods.get(self.service, "")
        return log_command(self.service, self.request_id, namespace=place.namespace, pod=pod)


def is_request_id(text: str) -> bool:
    """Return whether logs can be searched for it: ``undefined`` is none."""
    return _REQUEST_ID.fullmatch(text) is not None


def find_server_log(
    verdict: Verdict, module: str, *, failed_at: float | None, now: float
) -> ServerLog | None:
    """Return where a failed call is logged; ``None`` without a RequestId, and for a success.

    ``module`` is that of the call, empty for an unknown one; ``failed_at`` is ``None`` where
    nobody knows when it was.
    """
    if verdict.ok or not is_request_id(verdict.request_id):
        return None
    service = service_of(verdict.layer, module, verdict.code)
    end = None if failed_at is None else failed_at + KEPT_DAYS * _DAY
    gone_since = end if end is not None and end <= now else None
    return ServerLog(service=service, request_id=verdict.request_id, gone_since=gone_since)


def server_log_report(log: ServerLog) -> dict[str, str | None]:
    """Return the facts of a log as JSON says them."""
    gone = log.gone_since
    return {
        "service": log.service.value,
        "goneSince": None if gone is None else datetime.fromtimestamp(gone, UTC).isoformat(),
        "source": SOURCE,
        "confidence": CONFIDENCE,
    }


def log_command(service: Service, request_id: str, *, namespace: str = "", pod: str = "") -> str:
    """Return the command that finds a call in the log; empty where a part of it is no name.

    With a ``namespace`` or a ``pod`` it is that of a cluster, else that of a single machine. In a
    namespace without a ``pod`` all pods of the service are searched.
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
