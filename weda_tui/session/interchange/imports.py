"""What others made becomes ours, and back: told by its content, planned, then done."""

import codecs
from collections.abc import Callable

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.adaptation import ImportContext
from weda_tui.core.interchange.address import (
    ImportAddress,
    path_at,
    resolve_address,
    without_credentials,
)
from weda_tui.core.interchange.environment_import import EnvironmentPlan, plan_environment
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.formats.detection import Format, recognise
from weda_tui.formats.openapi.read import read_servers
from weda_tui.formats.postman.environment import (
    parse_postman_environment,
    render_postman_environment,
)
from weda_tui.session.interchange.request_imports import READERS, apply_requests, plan_requests
from weda_tui.session.modules import ImportPlan
from weda_tui.session.session import Session

Plan = ImportPlan | EnvironmentPlan | RequestPlan
"""What importing a text will do; nothing is written yet."""


def plan_import(
    session: Session, data: bytes, *, file: str, into: str = "", format_: str = ""
) -> Plan:
    """Say what importing a text would do: a module, an environment, or requests in a collection.

    ``file`` is its name; ``into`` the module, the environment or the collection that it becomes or
    extends. ``format_`` is one of ``Format``, else the content says. Raises ``FileError`` as
    ``OwnModules.plan_import``, ``parse_postman_environment``, ``plan_environment`` and
    ``plan_requests`` do, ``IMPORT_BLANK`` for nothing at all and ``IMPORT_UNKNOWN`` for what is
    none of these.
    """
    if not data.replace(codecs.BOM_UTF8, b"").strip():
        raise FileError(ErrorCode.IMPORT_BLANK, file=file)
    wanted = Format(format_) if format_ else recognise(data)
    if wanted in READERS:
        session.environments.reload()
        known = ImportContext(
            session.environments.all, session.modules.catalogue, session.tokens.masker()
        )
        root = session.paths.collections
        return plan_requests(root, known, data, format_=wanted, file=file, into=into)
    if wanted is not Format.POSTMAN_ENVIRONMENT:
        try:
            plan = session.modules.plan_import(data, file=file, into=into, format_=wanted)
        except FileError as error:
            if not format_ and error.code in _NO_DOCUMENT and not _says_openapi(data):
                raise FileError(ErrorCode.IMPORT_UNKNOWN, file=file) from error
            raise
        return _with_server(session, plan, file)
    read = parse_postman_environment(data, file=file)
    session.environments.reload()
    return plan_environment(read, session.environments.all, file=file, into=into)


def _with_server(session: Session, plan: ImportPlan, file: str) -> ImportPlan:
    """Return a plan that names the document's server where it is no environment's address."""
    session.environments.reload()
    hosts = [each.host for each in session.environments.all]
    servers = (resolve_address(url, {}) for url in read_servers(plan.text, name=file))
    found = [each for each in servers if isinstance(each, ImportAddress)]
    if not hosts or not found or any(path_at(each, hosts) is not None for each in found):
        return plan
    server = without_credentials(found[0].origin)
    problem = FileError(ErrorCode.OPENAPI_SERVER, file=file, server=server)
    return msgspec.structs.replace(plan, problems=(*plan.problems, problem))


_NO_DOCUMENT = {ErrorCode.OPENAPI_VERSION, ErrorCode.OPENAPI_INVALID}


def _says_openapi(data: bytes) -> bool:
    return any(word in data.lower() for word in (b"openapi", b"swagger"))


def apply_import(
    session: Session, plan: Plan, on_written: Callable[[int], None] = lambda _: None
) -> None:
    """Write what was planned. Raises ``FileError``; for ``on_written`` see ``apply_requests``."""
    if isinstance(plan, EnvironmentPlan):
        session.environments.save(plan.environment, secret="", replaces=plan.replaces)
    elif isinstance(plan, RequestPlan):
        apply_requests(session.paths.collections, plan, on_written)
    else:
        session.modules.apply_import(plan)


def export_environment(where: Target) -> tuple[bytes, list[str]]:
    """Return a place as a file of Postman's, and the names of the secrets that it leaves empty."""
    return render_postman_environment(where.environment, where.env_type)
