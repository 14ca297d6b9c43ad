"""The parts of an environment's route that an export lacks, so that its requests go another way."""

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY
from weda_tui.core.environments.route import RoutePart, RouteStatus
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, NO_SYSTEM_PROXY, ExportFormat
from weda_tui.core.interchange.unwritten import Unwritten


def untaken_route(format_: ExportFormat, status: RouteStatus) -> list[Unwritten]:
    """Return the parts of a route that a format lacks, as written in the environment's file."""
    environment, route, taken = status.environment, status.route, EXPORT_FORMATS[format_].takes
    parts = (
        (RoutePart.TLS, "" if route.verify_tls else "verify_tls = false"),
        (RoutePart.CA, "ca_file" if route.ca else ""),
        (RoutePart.CERTIFICATE, "client_certificate" if route.client_certificate else ""),
    )
    lost = [what for part, what in parts if what and part not in taken]
    proxy = f'proxy = "{environment.proxy}"'
    if environment.proxy == SYSTEM_PROXY:
        lost += [proxy] if status.system_proxy and format_ in NO_SYSTEM_PROXY else []
    elif RoutePart.PROXY not in taken:
        lost.append(proxy)
    elif environment.proxy == NO_PROXY and format_ is ExportFormat.K6:
        lost.append(f"{proxy} (NO_PROXY=*)")
    return [Unwritten(environment.name, what) for what in lost]
