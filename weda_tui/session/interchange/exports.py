"""Exports saved requests, a module or a draft to other programs, without secrets."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec
from msgspec.structs import replace

from weda_tui import __version__
from weda_tui.core.catalogue.endpoint import Language, TokenKind
from weda_tui.core.collections.saved_request import Expected, SavedRequest
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.adaptation import ImportContext, fit
from weda_tui.core.interchange.export_format import EXPORT_FORMATS, LOAD_FORMATS, ExportFormat
from weda_tui.core.interchange.export_names import place_with_written_names, with_written_names
from weda_tui.core.interchange.import_plan import Imported, LossKind
from weda_tui.core.interchange.unwritten import ReplacedEnvType, Unwritten, UnwrittenPart
from weda_tui.core.load.plan import LoadPlan
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, file_names, file_reference
from weda_tui.core.requests.endpoint_of_url import effect_of_draft
from weda_tui.core.requests.variables import DYNAMIC
from weda_tui.core.secrets.patterns import without_secrets
from weda_tui.core.text import template
from weda_tui.core.tokens.access_token import KINDS
from weda_tui.core.wire_text import wire_bytes
from weda_tui.formats.code.open_variables import (
    EnvironmentNames,
    body_text,
    has_binary,
    named_variable,
    with_escaped_names,
    with_names,
)
from weda_tui.formats.code.program import FETCHES_TOKEN, ProgramLanguage, open_names, write_code
from weda_tui.formats.code.program_call import ProgramCall
from weda_tui.formats.curl.write import lost_in_curl
from weda_tui.formats.har import write_har
from weda_tui.formats.http.message import METHODS, lost_in_message, own_places
from weda_tui.formats.load.k6 import is_javascript_pattern, lost_in_k6, variables_of_k6, write_k6
from weda_tui.formats.load.locust import is_python_pattern, write_locust
from weda_tui.formats.markdown import write_markdown
from weda_tui.formats.openapi.foreign_addresses import without_foreign_addresses
from weda_tui.formats.openapi.read import open_openapi
from weda_tui.formats.openapi.write import write_openapi
from weda_tui.formats.postman.environment import render_postman_environment
from weda_tui.formats.postman.scripts import PASSWORD, SECRET_ID, SECRET_KEY, USERNAME
from weda_tui.formats.postman.tests import unsaid_tests
from weda_tui.formats.postman.write import lost_in_postman, write_postman
from weda_tui.gateway.certificates import with_placed_files
from weda_tui.session.interchange.export_checks import ExportChecks, refuse_requests
from weda_tui.session.interchange.export_source import load_bundle, load_run
from weda_tui.session.interchange.load_plan import LateNames, LoadPlanning
from weda_tui.session.interchange.open_requests import TOKEN_NAMES, kind_of, layers_of, open_request
from weda_tui.session.interchange.untaken_route import untaken_route
from weda_tui.session.sending.token_command import with_token_command
from weda_tui.session.session import Session
from weda_tui.store.modules import DOCUMENT

MOST_NAMED = 5
"""Requests that an error names, at most."""


class UnresolvedRequest(msgspec.Struct, frozen=True):
    """A request that is left out: its call is unknown, or it must not be sent as it is."""

    path: str
    error: FileError


class PlannedLoad(msgspec.Struct, frozen=True):
    """What a load test sends, and the parts of the requests that it does not."""

    plan: LoadPlan
    hidden: Mapping[str, str]
    """Values that are secrets or fill gaps in the data, by the plan's environment variables."""
    left: tuple[Unwritten, ...]
    unresolved: tuple[UnresolvedRequest, ...]


_TEXT_ONLY = frozenset({ExportFormat.POSTMAN, ExportFormat.OPENAPI, ExportFormat.MARKDOWN})
"""Formats whose bodies are text."""


def _lost_in_curl(call: ProgramCall) -> list[str]:
    shown = [UnwrittenPart.TOKENS] if call.answers_tokens else []
    return [*lost_in_curl(call.request), *shown]


_LOST: dict[ProgramLanguage, Callable[[ProgramCall], list[str]]] = {
    ProgramLanguage.CURL: _lost_in_curl,
    ProgramLanguage.HTTP: lambda call: lost_in_message(call.request),
}
"""What programs change, leave out or show, by language."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A finished export."""

    data: bytes
    count: int
    """The number of requests in it."""
    open: tuple[str, ...] = ()
    """Names to be filled in by hand or read from environment variables."""
    left: tuple[Unwritten, ...] = ()
    """The parts that the format cannot express."""
    unresolved: tuple[UnresolvedRequest, ...] = ()
    """The requests that were left out, each with the reason."""
    env_types: tuple[ReplacedEnvType, ...] = ()
    """The requests whose URL named another env type."""
    route: RouteStatus | None = None
    """The route of the environment whose address it contains, ``None`` without an address."""


class ExportedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A target exported as a Postman environment, also for the requests of another export."""

    data: bytes
    filled: frozenset[str]
    """The names that have a value."""
    emptied: tuple[str, ...]
    """The names of secrets, whose values are empty."""
    left: tuple[Unwritten, ...]
    """The parts of the route that it does not contain."""
    route: RouteStatus
    """The route of the environment."""


def export(
    session: Session,
    target: str,
    format_: ExportFormat,
    *,
    where: Target | None = None,
    language: Language = "zh",
) -> Exported:
    """Return a saved request, a folder, a collection or a module in another format.

    ``where`` is the target whose address and variables are written into a program; without a
    target, the program reads them from its environment. Raises ``FileError``: ``ENDPOINT_UNKNOWN``
    if ``target`` does not exist, ``TOML_…`` for a file that cannot be opened, ``EXPORT_EMPTY`` if
    no request remains, or the reason why a single request was left out.
    """
    if format_ is ExportFormat.OPENAPI and (document := _document(session, target)) is not None:
        return document
    session.gate.masker()  # for the ``known`` below
    is_module = any(each.id == target for each in session.modules.catalogue.modules)
    if format_ in LOAD_FORMATS and not is_module:
        bundle = load_run(session, (target,), where)
    else:
        bundle = load_bundle(session, target, language)
    return _not_empty(export_bundle(session, bundle, format_, where), target, format_)


def plan_load(
    session: Session,
    paths: Sequence[str],
    where: Target,
    *,
    columns: Collection[str] = (),
    gaps: Collection[str] = (),
    given: Collection[str] = (),
) -> PlannedLoad:
    """Return what a load test of paths sends to a target.

    ``columns`` are the columns of the data, ``gaps`` those that some rows lack; the values of
    ``given`` names come from the environment. Raises ``FileError`` as ``export`` does, and
    ``LOAD_PATTERN``.
    """
    session.gate.masker()
    format_ = ExportFormat.LOCUST
    bundle = load_run(session, paths, where)
    for path, check in ((saved.path, each) for saved in bundle.requests for each in saved.asserts):
        if check.operator == "matches" and not is_python_pattern(str(check.expected)):
            raise FileError(ErrorCode.LOAD_PATTERN, path=path, on=check.on)
    name, place = bundle.name, place_with_written_names(where)
    bundle, checks, left, unresolved = _checked(
        session, bundle, format_, where, columns=columns, given=given, keeps_env_type=True
    )
    bundle, outside = _with_expectations(bundle, format_, session.gate.known(), checks)
    names = LateNames(frozenset(columns), frozenset(gaps), frozenset(given))
    planning = LoadPlanning(session, bundle, place, names, check=checks.check_finished)
    plan = planning.plan()
    left += [*outside, *planning.left]
    unresolved += _unresolved(planning.refused)
    found = Exported(data=b"", count=len(plan.requests), left=tuple(left), unresolved=unresolved)
    _not_empty(found, name, format_)
    return PlannedLoad(plan, planning.hidden, found.left, unresolved)


def export_place(session: Session, where: Target) -> ExportedPlace:
    """Return a target as a Postman environment without secrets. Raises ``FileError``."""
    data, emptied = render_postman_environment(where.environment, where.env_type)
    names = {each["key"] for each in msgspec.json.decode(data)["values"]}
    route = _route_of(session, where.environment)
    return ExportedPlace(
        data=data,
        filled=frozenset(names.difference(emptied)),
        emptied=tuple(emptied),
        left=tuple(untaken_route(ExportFormat.POSTMAN, route)),
        route=route,
    )


def _route_of(session: Session, environment: Environment) -> RouteStatus:
    """Return the route of an exported environment, and whether it is approved.

    An exported program sends the key of the user who runs it, even if the environment's file names
    no secret. Raises ``FileError``.
    """
    status = session.routes.status(environment)
    return status if status.uses else session.routes.status(environment, *KINDS)


def export_draft(
    session: Session, draft: RequestDraft, format_: ExportFormat, where: Target | None
) -> Exported:
    """Return a draft in another format, with its own layers. Raises as ``export`` does.

    The result is for a shell of this machine: a curl command gets its token from ``weda-tui
    token``, if the route is approved.
    """
    saved = SavedRequest(path=draft.endpoint_id.rpartition(".")[2] or "request", draft=draft)
    found = export_bundle(session, Imported(requests=(saved,)), format_, where, is_copied=True)
    return _not_empty(found, saved.path, format_)


def export_bundle(
    session: Session,
    bundle: Imported,
    format_: ExportFormat,
    where: Target | None,
    *,
    is_copied: bool = False,
) -> Exported:
    """Return requests in a format, with every secret removed. Raises ``FileError``."""
    has_address = EXPORT_FORMATS[format_].has_values
    route = _route_of(session, where.environment) if where and has_address else None
    place = place_with_written_names(where) if where else None
    typed = {each.path: each.draft.url for each in bundle.requests}
    bundle, checks, left, unresolved = _checked(session, bundle, format_, where)
    bundle, unsaid = _with_methods_of(format_, bundle)
    count = len(bundle.requests)
    open_ = _without_value(session, bundle, format_)
    files = [name for name in open_ if name.startswith("{{")]
    bundle, outside = _with_expectations(bundle, format_, session.gate.known(), checks)
    left += [*unsaid, *outside]
    left += [Unwritten(each.path, p) for each in bundle.requests for p in _unsaid(each, format_)]
    if format_ in _TEXT_ONLY:
        bundle, binary = _without_bytes(bundle)
        left += binary
    match format_:
        case ExportFormat.POSTMAN:
            data = write_postman(
                bundle, lambda draft: kind_of(session, draft), checks.answers_tokens
            )
        case ExportFormat.OPENAPI:
            data, others = write_openapi(
                bundle, partial(effect_of_draft, session.modules.catalogue)
            )
            left += map(Unwritten, others)
            count -= len(others)
        case ExportFormat.HAR:
            now = datetime.fromtimestamp(session.clock.wall(), UTC).isoformat()
            calls = _calls(session, bundle, place, named_variable, checks)
            named = [(each.name, _in_braces(each.request, bool(where))) for each in calls]
            data = write_har(named, version=__version__, now=now)
            open_ = [*open_names(calls), *files]
        case ExportFormat.MARKDOWN:
            data = write_markdown(bundle).encode("utf-8", "replace")
        case ExportFormat.LOCUST | ExportFormat.K6:
            data, open_, count, lost, refused = _load_program(
                session,
                bundle,
                place,
                format_,
                checks,
                is_trusted=route is None or route.is_approved,
            )
            left, unresolved = [*left, *lost], (*unresolved, *refused)
        case _:
            token_of = where if is_copied and format_ is ExportFormat.CURL else None
            language = ProgramLanguage(format_)
            data, names, lost = _program(session, bundle, language, place, token_of, checks)
            left += lost
            open_ = [*names, *files]
    return Exported(
        data=data,
        count=count,
        open=tuple(dict.fromkeys(open_)),
        left=(*left, *(untaken_route(format_, route) if route is not None and count else ())),
        unresolved=unresolved,
        env_types=tuple(_replaced_env_types(typed, bundle, place if has_address else None)),
        route=route,
    )


def _replaced_env_types(
    typed: Mapping[str, str], bundle: Imported, where: Target | None
) -> Iterator[ReplacedEnvType]:
    """Yield the requests of a fitted bundle whose URL was typed with another env type.

    ``typed`` are the typed URLs by path. The segment of the env type is found from the end, since
    the host may be written differently.
    """
    chosen = f"{{{{{template.ENV_TYPE}}}}}"
    for saved in bundle.requests:
        values = where.environment.variables_at(where.env_type) if where is not None else {}
        for layer in layers_of(bundle, saved):
            values |= layer.values
        pairs = zip(
            reversed(typed.get(saved.path, "").split("/")),
            reversed(saved.draft.url.split("/")),
            strict=False,
        )
        named = next((old for old, new in pairs if new == chosen != old), chosen)
        variable = template.VARIABLE.fullmatch(named)
        meant = values.get(variable[1], named) if variable is not None else named
        sent = chosen if where is None else where.env_type
        if named != chosen and meant.casefold() != sent.casefold():
            yield ReplacedEnvType(saved.path, named, sent)


def _checked(
    session: Session,
    bundle: Imported,
    format_: ExportFormat,
    where: Target | None,
    *,
    columns: Collection[str] = (),
    given: Collection[str] = (),
    keeps_env_type: bool = False,
) -> tuple[Imported, ExportChecks, list[Unwritten], tuple[UnresolvedRequest, ...]]:
    """Return the part of a bundle that may be exported, and what is left out.

    ``columns`` and ``given`` are as for ``plan_load``.
    """
    known = ImportContext(
        session.environments.all,
        session.modules.catalogue,
        session.gate.known(),
        session.secrets.guessable(),
    )
    if any(each.draft.lacks_secret for each in bundle.requests):
        raise FileError(ErrorCode.SECRET_HIDDEN)
    bundle, unresolved = _resolve(session, bundle, where)
    bundle, unnamed = with_written_names(bundle)
    before = {each.path: each.draft for each in bundle.requests}
    values: Mapping[str, str] = {}
    if where is not None and EXPORT_FORMATS[format_].has_values:
        place = place_with_written_names(where)
        values = place.environment.variables_at(place.env_type)
    bundle = fit(bundle, known, values, keeps_env_type=keeps_env_type)
    captured = {name for each in bundle.requests for name in each.captures}
    late = captured.union(columns).difference(given) if format_ in LOAD_FORMATS else set[str]()
    checks = ExportChecks(
        session,
        bundle,
        where,
        is_template=format_ in _TEXT_ONLY,
        captures=format_ is ExportFormat.POSTMAN,
        late=late,
        own_places=own_places if format_ is ExportFormat.HTTP else lambda _: [],
    )
    bundle, refused = refuse_requests(checks, bundle, before)
    left = [
        Unwritten(each.where or each.name)
        for each in bundle.losses
        if each.what is LossKind.REQUEST
    ]
    unresolved += _unresolved(refused)
    return bundle, checks, [*left, *unnamed], unresolved


def _not_empty(found: Exported, target: str, format_: ExportFormat) -> Exported:
    """Return an export that contains a request. Raises ``FileError`` for an empty one."""
    if found.count:
        return found
    if len(found.unresolved) == 1 and all(each.what for each in found.left):
        raise found.unresolved[0].error
    left = [*(each.path for each in found.unresolved), *(each.path for each in found.left)]
    left = list(dict.fromkeys(left))
    names = ", ".join(left[:MOST_NAMED]) + ("…" if len(left) > MOST_NAMED else "")
    raise FileError(ErrorCode.EXPORT_EMPTY, target=target, format=format_, names=names or "–")


def _resolve(
    session: Session, bundle: Imported, where: Target | None
) -> tuple[Imported, tuple[UnresolvedRequest, ...]]:
    """Return requests completed from their endpoints, and those that cannot be completed."""
    requests: list[SavedRequest] = []
    unresolved: list[UnresolvedRequest] = []
    for saved in bundle.requests:
        try:
            draft = _completed(session, saved.draft, where)
        except FileError as error:
            unresolved.append(UnresolvedRequest(saved.path, error))
        else:
            requests.append(msgspec.structs.replace(saved, draft=draft))
    return msgspec.structs.replace(bundle, requests=tuple(requests)), tuple(unresolved)


def _completed(session: Session, draft: RequestDraft, where: Target | None) -> RequestDraft:
    """Return a draft with method and URL. Raises ``FileError``."""
    if not draft.endpoint_id:
        return draft
    completed = session.endpoints.complete(draft, where)
    if not completed.method:
        raise FileError(ErrorCode.ENDPOINT_TITLE_ONLY, target=draft.endpoint_id)
    return completed


def _program(
    session: Session,
    bundle: Imported,
    code: ProgramLanguage,
    where: Target | None,
    token_of: Target | None,
    checks: ExportChecks,
) -> tuple[bytes, list[str], list[Unwritten]]:
    """Return a program with requests, its open names, and what it leaves out.

    ``token_of`` is the target whose token the program fetches with a command.
    """
    mark = EnvironmentNames(keeps_own=code is ProgramLanguage.HTTP).mark
    kinds = {mark(name): kind for name, kind in TOKEN_NAMES.items()}
    calls: list[ProgramCall] = []
    for each in _calls(session, bundle, where, mark, checks):
        request, token = with_token_command(
            each.request, token_of, kinds, session.environments, session.routes, session.paths
        )
        calls.append(replace(each, request=request, token=token))
    host = where.environment.host if where else mark(template.HOST)
    root = session.paths.workspace
    environment = with_placed_files(where.environment, root) if where else None
    ca_digest = session.routes.describe(environment).route.ca if environment else ""
    text = write_code(code, calls, environment, host, ca_digest)
    data = text.encode("utf-8", "surrogateescape")
    names = open_names(calls, fetches_token=code in FETCHES_TOKEN)
    lost = _LOST.get(code, lambda _: [])
    return data, names, [Unwritten(call.name, part) for call in calls for part in lost(call)]


def _load_program(
    session: Session,
    bundle: Imported,
    where: Target | None,
    format_: ExportFormat,
    checks: ExportChecks,
    *,
    is_trusted: bool,
) -> tuple[bytes, list[str], int, list[Unwritten], tuple[UnresolvedRequest, ...]]:
    """Return a load test, its open names, the number of requests, and what it leaves out.

    The certificate authorities of the route are included only if ``is_trusted``: an attacker may
    have chosen the file of a route that is not approved.
    """
    is_k6 = format_ is ExportFormat.K6
    has_pattern = is_javascript_pattern if is_k6 else is_python_pattern
    planning = LoadPlanning(
        session, bundle, where, has_pattern=has_pattern, check=checks.check_finished
    )
    plan = planning.plan()
    lost = [*planning.left, *(lost_in_k6(plan) if is_k6 else ())]
    if plan.route.authorities and not is_trusted and not is_k6:
        lost.append(Unwritten(plan.route.name, "ca_file"))
        plan = replace(plan, route=replace(plan.route, authorities=""))
    data = (write_k6(plan) if is_k6 else write_locust(plan)).encode("utf-8", "replace")
    names = variables_of_k6(plan) if is_k6 else plan.variables
    return data, [*names], len(plan.requests), lost, _unresolved(planning.refused)


def _unresolved(refused: Iterable[tuple[str, FileError]]) -> tuple[UnresolvedRequest, ...]:
    return tuple(UnresolvedRequest(path, error) for path, error in refused)


def _calls(
    session: Session,
    bundle: Imported,
    where: Target | None,
    mark: Callable[[str], str],
    checks: ExportChecks,
) -> list[ProgramCall]:
    return [
        ProgramCall(
            each.title,
            open_request(session, bundle, each, where, mark),
            answers_tokens=checks.answers_tokens(each),
        )
        for each in bundle.requests
    ]


def _in_braces(request: PreparedRequest, is_address: bool) -> RequestDraft:
    """Return a request with its variables in braces; in a complete URL they are escaped."""
    return RequestDraft(
        endpoint_id="",
        method=request.method,
        url=(with_escaped_names if is_address else with_names)(request.url),
        headers=tuple((name, with_names(value)) for name, value in request.headers),
        body=with_names(body_text(request.body)),
    )


def _with_methods_of(format_: ExportFormat, bundle: Imported) -> tuple[Imported, list[Unwritten]]:
    """Return the requests with methods that the format supports, and the names of the others.

    The HTTP files of editors support only some methods.
    """
    if format_ is not ExportFormat.HTTP:
        return bundle, []
    kept = tuple(each for each in bundle.requests if each.draft.method in METHODS)
    left = [Unwritten(each.path) for each in bundle.requests if each.draft.method not in METHODS]
    return replace(bundle, requests=kept), left


def _without_bytes(bundle: Imported) -> tuple[Imported, list[Unwritten]]:
    """Return requests with text bodies, and the parts that were lost."""
    kept: list[SavedRequest] = []
    left: list[Unwritten] = []
    for saved in bundle.requests:
        body = saved.draft.body
        if has_binary(body):
            left.append(Unwritten(saved.path, UnwrittenPart.BINARY))
            body = wire_bytes(body).decode("utf-8", "replace")
        kept.append(replace(saved, draft=replace(saved.draft, body=body)))
    return replace(bundle, requests=tuple(kept)), left


def _without_value(session: Session, bundle: Imported, format_: ExportFormat) -> list[str]:
    """Return the variables without a value in the bundle, and the keys that a token needs."""
    found: dict[str, None] = {}
    captured: set[str] = set()
    if format_ is ExportFormat.POSTMAN:
        captured = {name for saved in bundle.requests for name in saved.captures}
    for saved in bundle.requests:
        defined = captured | {name for layer in layers_of(bundle, saved) for name in layer.values}
        used = (name for text in saved.draft.texts for name in template.names(text))
        found |= dict.fromkeys(name for name in used if name not in defined | {*DYNAMIC})
        found |= dict.fromkeys(map(file_reference, file_names(saved.draft.body)))
    if format_ is ExportFormat.POSTMAN:
        kinds = {kind_of(session, each.draft) for each in bundle.requests}
        if kinds & {TokenKind.KEY, TokenKind.BASIC}:
            found |= dict.fromkeys((SECRET_ID, SECRET_KEY))
        if TokenKind.USER in kinds:
            found |= dict.fromkeys((USERNAME, PASSWORD))
    return list(found)


def _with_expectations(
    bundle: Imported, format_: ExportFormat, masker: Masker, checks: ExportChecks
) -> tuple[Imported, list[Unwritten]]:
    """Return requests with the expectations that may be exported, and those that may not.

    A request may depend only on other requests of the bundle, and no expectation may contain a
    secret or name one. Most formats have no expectations.
    """
    if format_ not in {ExportFormat.POSTMAN, *LOAD_FORMATS}:
        return bundle, []
    knows_captured = format_ in LOAD_FORMATS
    paths = {each.path for each in bundle.requests}
    kept: list[SavedRequest] = []
    left: list[Unwritten] = []
    for each in bundle.requests:
        asserts = tuple(
            a
            for a in each.asserts
            if not _has_secret(a.on, a.expected, masker)
            and not checks.withheld_names(
                each, _texts(a.on, a.expected), knows_captured=knows_captured
            )
        )
        captures = {
            name: source
            for name, source in each.captures.items()
            if not _has_secret(name, source, masker)
        }
        depends = tuple(path for path in each.depends if path in paths)
        lost = [f"assert {a.on}" for a in each.asserts if a not in asserts]
        lost += [f"capture {name}" for name in each.captures if name not in captures]
        lost += [f"depends {path}" for path in each.depends if path not in paths]
        left += [Unwritten(each.path, name) for name in lost]
        kept.append(replace(each, asserts=asserts, captures=captures, depends=depends))
    return replace(bundle, requests=tuple(kept)), left


def _has_secret(subject: str, expected: Expected, masker: Masker) -> bool:
    return any(
        masker.text(without_secrets(text, lambda _: MASK)) != text
        for text in _texts(subject, expected)
    )


def _texts(subject: str, expected: Expected) -> list[str]:
    return [subject, *map(str, expected if isinstance(expected, tuple) else (expected,))]


def _unsaid(request: SavedRequest, format_: ExportFormat) -> Iterable[str]:
    """Yield the parts of a request that only this program's own runner supports."""
    if format_ is ExportFormat.POSTMAN:
        yield from unsaid_tests(request.expectations)
        yield from lost_in_postman(request.draft)
        parts = (("poll", request.poll), ("tags", request.tags))
    elif format_ in LOAD_FORMATS:
        parts = ()  # ``LoadPlanning`` reports it
    else:
        parts = (("assert", request.asserts), ("capture", request.captures),
                 ("depends", request.depends), ("poll", request.poll),
                 ("tags", request.tags))  # fmt: skip
    yield from (name for name, value in parts if value)


def _document(session: Session, target: str) -> Exported | None:
    """Return the stored document of a module; ``None`` if the target is not a module with one.

    The document of a workspace keeps only the addresses of approved environments; other addresses
    are removed and reported.
    """
    text = session.modules.document(target)
    if text is None:
        return None
    file, foreign = f"{target}{DOCUMENT}", ()
    module = open_openapi(text, name=file, module=target, on_fault=lambda _: None)
    if not session.modules.is_bundled(target):
        approved = filter(session.routes.has_approved, session.environments.all)
        hosts = [environment.host for environment in approved]
        text, foreign = without_foreign_addresses(text, hosts, name=file)
    left = tuple(Unwritten(target, each) for each in foreign)
    return Exported(data=text, count=len(module.endpoints), left=left)
