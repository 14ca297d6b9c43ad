"""A copied command that fetches its own token: ``$(weda-tui token --env hq --route FINGERPRINT)``.

The URL in the command is fixed, but an environment is only a name: in another workspace, or after
its file changed, it may have another host. So the command is bound to the route that is approved
now.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.access_token import KINDS
from weda_tui.formats.curl.write import write_token_command
from weda_tui.session.environments.service import Environments
from weda_tui.session.routes import Routes
from weda_tui.store.paths import PROGRAM, Paths, find_paths
from weda_tui.store.programs import find_program

_SCHEME = "Bearer "


def with_token_command(
    request: PreparedRequest,
    where: Target | None,
    kinds: Mapping[str, TokenKind],
    environments: Environments,
    routes: Routes,
    paths: Paths,
) -> tuple[PreparedRequest, str]:
    """Return a request without its Authorization header, and the command that prints the header.

    ``kinds`` are the kinds of token by the value that represents the token in the header. Return
    the unchanged request and no command if the header has none of these values, if the request goes
    to another host, if the environment ends with the session, or if its route is not approved.
    Raises ``FileError`` if the approval cannot be read.
    """
    values = [value for name, value in request.headers if name.lower() == "authorization"]
    kind = kinds.get(values[0].removeprefix(_SCHEME)) if len(values) == 1 else None
    if where is None or kind is None or kind not in KINDS or not values[0].startswith(_SCHEME):
        return request, ""
    environment = where.environment
    if not environments.is_kept(environment) or not request.url.startswith(f"{environment.host}/"):
        return request, ""
    status = routes.status(environment, kind)
    if not status.is_approved:
        return request, ""
    options = ["token", *(["--user"] if kind is TokenKind.USER else []), "--env", environment.name]
    options += ["--route", status.fingerprint]
    usual = find_paths(None, {})
    if paths.workspace != usual.workspace:
        options += ["--workspace", str(paths.workspace)]
    state = str(paths.state) if paths.state != usual.state else ""
    others = tuple(each for each in request.headers if each[0].lower() != "authorization")
    return replace(request, headers=others), write_token_command(_program(), options, state)


def _program() -> str:
    """Return the program's name, or its path in this Python environment if not on PATH."""
    return PROGRAM if find_program(PROGRAM) else str(Path(sys.executable).with_name(PROGRAM))
