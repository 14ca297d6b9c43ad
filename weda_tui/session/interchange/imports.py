"""Imports files of other programs: recognised by content, planned, then written."""

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from weda_tui.core.collections.paths import check_path, file_name_for, joined, name_of, parent_of
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.adaptation import ImportContext, drop_file_references, fit
from weda_tui.core.interchange.address import (
    ImportAddress,
    path_at,
    resolve_address,
    without_credentials,
)
from weda_tui.core.interchange.environment_import import EnvironmentPlan, plan_environment
from weda_tui.core.interchange.import_plan import Hide, Imported, RequestPlan
from weda_tui.formats.curl.read import read_curl
from weda_tui.formats.detection import Format, recognise
from weda_tui.formats.foreign_json import decode
from weda_tui.formats.har import read_har
from weda_tui.formats.http.message import read_http_message
from weda_tui.formats.openapi.read import read_servers
from weda_tui.formats.postman.environment import parse_postman_environment
from weda_tui.formats.postman.read import read_postman
from weda_tui.session.modules import ImportPlan
from weda_tui.session.session import Session
from weda_tui.store.collections.files import list_folder, save_request
from weda_tui.store.imports import write_imported

_T = TypeVar("_T", SavedRequest, FolderSettings)

READERS: dict[Format, Callable[[bytes, str, Hide], Imported]] = {
    Format.POSTMAN: lambda data, file, hide: read_postman(data, file=file, hide=hide),
    Format.HAR: lambda data, file, hide: read_har(data, file=file, hide=hide),
    Format.CURL: lambda data, file, hide: read_curl(decode(data, file=file), file=file, hide=hide),
    Format.HTTP: lambda data, file, hide: read_http_message(
        decode(data, file=file), file=file, hide=hide
    ),
}
"""Readers of formats that contain requests rather than a catalogue."""


def plan_requests(
    root: Path, known: ImportContext, data: bytes, *, format_: Format, file: str, into: str = ""
) -> RequestPlan:
    """Read a file of requests and return what importing it would do.

    ``root`` is the folder of the collections; ``file`` is the file's name, for messages and as the
    name of the collection if the file has none. ``into`` is a collection or a folder in one. A
    missing one is created. In an existing one, a single request is added to it; several requests
    get a new folder in it. Raises ``FileError``: ``DOCUMENT_…``, ``IMPORT_…``, ``NAME_INVALID``.
    """
    read = READERS[format_](data, file, lambda text: known.hide(text, file))
    read = drop_file_references(fit(read, known))
    if not read.requests:
        raise FileError(ErrorCode.IMPORT_EMPTY, file=file, format=format_)
    is_single = len(read.requests) == 1 and not read.folders
    name = read.name or (
        format_ if is_single or not Path(file).suffix else Path(file).name.partition(".")[0]
    )
    if into:
        check_path(into)
    path, beside = into or file_name_for(name), ""
    if _is_there(root, path):
        if is_single and (into or not read.name):
            return _without_secret(_joining(root, path, read, format_), known, file)
        parent = path if into else ""
        wanted, path = joined(parent, file_name_for(name)), _free(root, parent, name)
        beside = wanted if path != wanted else ""
    top = FolderSettings(
        path=path,
        name="" if name_of(path) == name or into or beside else name,
        description=read.description,
        variables=read.variables,
        order=read.order,
    )
    below = (_moved(folder, path) for folder in read.folders)
    plan = RequestPlan(
        format=format_,
        path=path,
        is_new=True,
        beside=beside,
        requests=tuple(_moved_request(request, path) for request in read.requests),
        folders=(top, *below),
        losses=tuple(
            msgspec.structs.replace(each, where=joined(path, each.where) if each.where else "")
            for each in read.losses
        ),
    )
    return _without_secret(plan, known, file)


def _without_secret(plan: RequestPlan, known: ImportContext, file: str) -> RequestPlan:
    """Return a plan that would write no known secret; secrets were masked before.

    Raises ``FileError`` (``SECRET_IN_REQUEST``) otherwise.
    """
    if known.masker.finds(msgspec.json.encode(each) for each in (*plan.requests, *plan.folders)):
        raise FileError(ErrorCode.SECRET_IN_REQUEST, part=file)
    return plan


def apply_requests(
    root: Path, plan: RequestPlan, on_written: Callable[[int], None] = lambda _: None
) -> None:
    """Write the planned requests, all or nothing. Raises ``FileError``.

    ``on_written`` is called, in this thread, with the number of written requests of a new folder.
    """
    if plan.is_new:
        write_imported(root, plan.path, plan.requests, plan.folders, on_written)
    else:
        for request in plan.requests:
            save_request(root, request)


def _joining(root: Path, path: str, read: Imported, format_: Format) -> RequestPlan:
    """Return the plan for one request in an existing folder; it gets all variables itself."""
    (request,) = read.requests
    name = name_of(_free(root, path, name_of(request.path)))
    moved = msgspec.structs.replace(
        request, path=joined(path, name), variables={**read.variables, **request.variables}
    )
    losses = (
        msgspec.structs.replace(each, where=moved.path if each.where else "")
        for each in read.losses
    )
    return RequestPlan(
        format=format_, path=path, is_new=False, requests=(moved,), folders=(), losses=tuple(losses)
    )


def _is_there(root: Path, path: str) -> bool:
    names = {name.casefold() for name in list_folder(root, parent_of(path)).folders}
    return name_of(path).casefold() in names


def _free(root: Path, parent: str, name: str) -> str:
    listing = list_folder(root, parent)
    return joined(parent, file_name_for(name, (*listing.requests, *listing.folders)))


def _moved_request(request: SavedRequest, path: str) -> SavedRequest:
    depends = tuple(joined(path, each) for each in request.depends)
    return msgspec.structs.replace(_moved(request, path), depends=depends)


def _moved(each: _T, path: str) -> _T:
    return msgspec.structs.replace(each, path=joined(path, each.path))


Plan = ImportPlan | EnvironmentPlan | RequestPlan
"""What importing a file will do; nothing is written yet."""


def plan_import(
    session: Session, data: bytes, *, file: str, into: str = "", format_: str = ""
) -> Plan:
    """Return what an import would do: add a module, an environment, or requests in a collection.

    ``file`` is the name of the file; ``into`` names the new or extended module, environment or
    collection. ``format_`` is one of ``Format``; if it is empty, the format is detected from the
    content. Raises ``FileError`` as ``OwnModules.plan_import``, ``parse_postman_environment``,
    ``plan_environment`` and ``plan_requests`` do, ``IMPORT_BLANK`` for an empty file and
    ``IMPORT_UNKNOWN`` for an unknown format.
    """
    if not data.replace(codecs.BOM_UTF8, b"").strip():
        raise FileError(ErrorCode.IMPORT_BLANK, file=file)
    wanted = Format(format_) if format_ else recognise(data)
    session.environments.reload()
    known = ImportContext(
        session.environments.all,
        session.modules.catalogue,
        session.gate.known(),
        session.secrets.guessable(),
        chosen.environment.host if (chosen := session.environments.where()) else "",
    )
    file = known.hide(file, "")
    if wanted in READERS:
        root = session.paths.collections
        return plan_requests(root, known, data, format_=wanted, file=file, into=into)
    if wanted is not Format.POSTMAN_ENVIRONMENT:
        try:
            plan = session.modules.plan_import(
                data, file=file, into=into, format_=wanted, hide=known.hide_data
            )
        except FileError as error:
            if not format_ and error.code in _NO_DOCUMENT and not _says_openapi(data):
                raise FileError(ErrorCode.IMPORT_UNKNOWN, file=file) from error
            raise
        return _with_server(session, plan, file)
    read = parse_postman_environment(data, file=file, hide=lambda text: known.hide(text, file))
    return plan_environment(read, session.environments.all, file=file, into=into)


def _with_server(session: Session, plan: ImportPlan, file: str) -> ImportPlan:
    """Return a plan that reports the document's server if no environment has its address."""
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
    """Write the planned import. Raises ``FileError``; for ``on_written`` see ``apply_requests``."""
    if isinstance(plan, EnvironmentPlan):
        session.environments.save(plan.environment, secret="", replaces=plan.replaces)
    elif isinstance(plan, RequestPlan):
        apply_requests(session.paths.collections, plan, on_written)
    else:
        session.modules.apply_import(plan)
