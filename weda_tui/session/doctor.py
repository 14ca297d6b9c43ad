"""The doctor with the knowledge of this session: environment, models and recent sends.

Reads the model list from the disk the first time, and the whole request body, so it is not called
on the event loop.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.doctor.cause_checks import Cause, CauseState, Context
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis, diagnose
from weda_tui.core.doctor.edited_draft import edit_draft
from weda_tui.core.doctor.error_book import ErrorBook
from weda_tui.core.doctor.remedies import MOST_STEPS, Remedy
from weda_tui.core.doctor.server_logs import find_server_log
from weda_tui.core.doctor.stated_causes import body_values
from weda_tui.core.doctor.unanswered import diagnose_failure
from weda_tui.core.environments.deployment import SecretName, Target
from weda_tui.core.environments.route import is_variable
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import GuardDecision, decide
from weda_tui.core.guard.resolved_call import ResolvedCall
from weda_tui.core.interchange.adaptation import ImportContext, fit
from weda_tui.core.interchange.address import ImportAddress, resolve_address
from weda_tui.core.interchange.import_plan import Imported
from weda_tui.core.json.tree import Path
from weda_tui.core.links.giving_calls import find_giving_call
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.draft_check import check_request
from weda_tui.core.sending.exchange import Answered, Exchange, Failed
from weda_tui.core.text import template
from weda_tui.session.sending.send_plan import judge_request
from weda_tui.session.session import Session

_HOST = f"{{{{{template.HOST}}}}}"
DEFAULT_WAIT = 10.0
"""Seconds to wait for a rate limit if the server names no time."""
Value = tuple[Path, str]
"""A field of a body and its previous value, as JSON."""


def diagnose_call(
    session: Session, state: Answered | Failed, where: Target, *, knows_history: bool = True
) -> Diagnosis | None:
    """Return what a failed call executed, its possible causes and what can be done.

    ``where`` is the target it was sent to. Without ``knows_history`` the diagnosis reveals nothing
    that was sent before. ``None`` for a success, for a call that this machine stopped, and for an
    endpoint that no longer exists.
    """
    is_answered = isinstance(state, Answered)
    endpoint_id = state.exchange.endpoint_id if is_answered else state.endpoint_id
    try:
        endpoint = session.endpoints.get(endpoint_id, where)
    except FileError:
        return None
    request = state.exchange.request if is_answered else state.request
    target = _target(request, endpoint, where, session.modules.catalogue)
    models = session.live.known(where.environment)
    context = Context(
        where=where,
        endpoint=replace(target.endpoint, effect=target.effect),
        models=None if models.fetched_at is None else frozenset(models.by_name),
        sent_at=session.sending.sent_at(where.environment.host),
    )
    if isinstance(state, Failed):
        page = session.error_book.pages.find(str(state.error.parameters.get("code", "")))
        diagnosis = diagnose_failure(state, context, page)
    else:
        pages = session.error_book.pages
        diagnosis = _of_renewal(state.exchange, context, pages)
        earlier = _earlier(session, state.exchange, context) if knows_history else ()
        context = replace(context, earlier=earlier)
        diagnosis = diagnosis or _of_answer(state.exchange, context, pages)
    return diagnosis and _complete(session, diagnosis, state, target, where)


def _target(
    request: PreparedRequest | None, endpoint: Endpoint, where: Target, catalogue: Catalogue
) -> ResolvedCall:
    """Return the call that was made: an edited URL may name another endpoint."""
    if request is None:
        return ResolvedCall(endpoint, endpoint.effect, where.env_type)
    target, _ = judge_request(request, where, endpoint, catalogue, has_files=False)
    return target


def _of_renewal(exchange: Exchange, context: Context, pages: ErrorBook) -> Diagnosis | None:
    """Return why no new token could be fetched after a refused one; ``None`` if none was needed."""
    if exchange.no_new_token is None:
        return None
    failed = Failed(
        error=exchange.no_new_token,
        endpoint_id=exchange.endpoint_id,
        request=None,
        started_at=exchange.started_at,
        elapsed=exchange.elapsed,
    )
    page = pages.find(exchange.verdict.code)
    is_exact = page is not None and page.code == exchange.verdict.code
    diagnosis = diagnose_failure(failed, context)
    return diagnosis and replace(diagnosis, page=page, is_exact=is_exact)


def _earlier(session: Session, exchange: Exchange, context: Context) -> tuple[Value, ...]:
    """Return the body fields that changed since the last success, with their old values."""
    route = session.routes.fingerprint(context.where.environment)
    before = session.history.last_sent_body(context.endpoint.id, context.where, route)
    if before is None or not exchange.request.body:
        return ()
    now = {value.path: value.text for value in body_values(exchange.request.body)}
    return tuple(
        (value.path, value.json)
        for value in body_values(before)
        if value.text and value.path in now and now[value.path] != value.text
    )


def _of_answer(exchange: Exchange, context: Context, pages: ErrorBook) -> Diagnosis | None:
    kind = exchange.token_kind
    known = replace(
        context,
        sent_kind=None if kind is TokenKind.NONE else kind,
        token_left=exchange.token_left,
        findings=check_request(context.endpoint, exchange.request),
    )
    return diagnose(exchange, pages.find(exchange.verdict.code), known)


def _complete(
    session: Session,
    diagnosis: Diagnosis,
    state: Answered | Failed,
    target: ResolvedCall,
    where: Target,
) -> Diagnosis:
    """Add the steps that are always possible, and set for each step whether it asks first."""
    decision = decide(where.environment.guard_of(target.env_type), target.effect)
    asks = decision is not GuardDecision.SEND or diagnosis.executed is not Executed.NO
    log = _log_step(session, state, target.endpoint.module, where)
    call = target.endpoint.id
    found = (_filled(session, step, log, where, call) for step in diagnosis.steps)
    steps = [_ready(step, asks) for step in found if step is not None]
    reference = state.error.parameters.get("ref") if isinstance(state, Failed) else None
    is_kept = not is_variable(str(reference))
    if diagnosis.causes and diagnosis.causes[0].id in _SECRETS and is_kept:
        steps = _secret_first(steps, _SECRETS[diagnosis.causes[0].id])
    ids = {step.id for step in steps}
    if diagnosis.page is not None:
        steps.append(Remedy(id=StepId.ERROR_BOOK))
    if StepId.ASK_ADMIN not in ids:
        steps.append(Remedy(id=StepId.SUPPORT_BUNDLE))
    if steps[0].repeats_write:
        steps.sort(key=lambda step: step.repeats_write)
    return replace(diagnosis, steps=tuple(_with_log(steps, log, diagnosis.causes)))


def _of_same_model(calls: Iterable[Endpoint], endpoint_id: str) -> Iterator[Endpoint]:
    """Yield the calls except those of other data models: ids are unique within one model."""
    model = endpoint_id.rpartition(".")[0]
    return (each for each in calls if each.id.count(".") < 2 or each.id.startswith(f"{model}."))


def _filled(
    session: Session, step: Remedy, log: Remedy | None, where: Target, endpoint_id: str
) -> Remedy | None:
    """Return a step completed with what only the session knows; ``None`` if that is missing.

    ``log`` is the step that searches the server's log; if it exists, it replaces copying the
    RequestId.
    """
    match step.id:
        case StepId.CHOOSE_VALUE if step.field is not None:
            calls = session.endpoints.at(where).by_id.values()
            call = find_giving_call(_of_same_model(calls, endpoint_id), step.field.path)
            return replace(step, text=call.id) if call is not None else None
        case StepId.SERVER_LOG:
            return log
        case StepId.COPY_REQUEST_ID:
            return log or step
        case _:
            return step


def _log_step(
    session: Session, state: Answered | Failed, module: str, where: Target
) -> Remedy | None:
    """Return the step that searches the server's log; ``None`` for a call without a RequestId."""
    if isinstance(state, Answered):
        verdict, failed_at = state.exchange.verdict, state.exchange.started_at
    else:
        request_id = str(state.error.parameters.get("request_id", ""))  # of a refused token
        verdict = Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.AUTH, request_id=request_id)
        failed_at = state.started_at
    log = find_server_log(verdict, module, failed_at=failed_at, now=session.clock.wall())
    if log is None:
        return None
    command = log.command(session.settings.log_place(where.environment.host))
    return Remedy(id=StepId.SERVER_LOG, text=command, log=log)


_OF_SERVER = frozenset({CauseId.SERVER, CauseId.SLOW, CauseId.CUSTOM_METHOD})
"""Causes that only the server's log can explain."""


def _with_log(steps: list[Remedy], log: Remedy | None, causes: Sequence[Cause]) -> list[Remedy]:
    """Return at most ``MOST_STEPS`` steps, with the step for the server's log among them.

    The log comes second if the server may be at fault, otherwise at its place or last. It comes
    last if the log no longer exists.
    """
    others = [step for step in steps if step.id is not StepId.SERVER_LOG]
    if log is None or log.log is None:
        return others[:MOST_STEPS]
    at = steps.index(log) if log in steps else MOST_STEPS
    if causes and causes[0].id in _OF_SERVER and causes[0].state is not CauseState.NO:
        at = min(at, 1)
    if log.log.gone_since is not None:
        at = MOST_STEPS
    others = others[: MOST_STEPS - 1]
    return [*others[:at], log, *others[at:]]


_SECRETS = {CauseId.CREDENTIALS: SecretName.KEY, CauseId.PASSWORD: SecretName.PASSWORD}
"""Causes that a new secret removes."""


def _secret_first(steps: list[Remedy], name: SecretName) -> list[Remedy]:
    """Return the steps, beginning with the replacement of the wrong secret."""
    others = [step for step in steps if step.id is not StepId.EDIT_ENVIRONMENT]
    return [Remedy(id=StepId.EDIT_ENVIRONMENT, text=name.value), *others]


def _ready(step: Remedy, asks: bool) -> Remedy:
    wait = step.seconds
    if step.id is StepId.WAIT_AND_SEND and wait is None:
        wait = DEFAULT_WAIT
    asks = asks or step.id is StepId.FIX_SPELLING  # it changes what is called
    return replace(step, seconds=wait, asks=step.repeats_write and asks)


def use_own_address(session: Session, draft: RequestDraft, where: Target) -> RequestDraft:
    """Return a draft for another deployment as a draft for the chosen one, as an import would do.

    A known endpoint uses the chosen env type and the built-in token; everything else in the draft
    stays the same.
    """
    own = edit_draft(draft, Remedy(id=StepId.USE_ADDRESS)) or draft
    environments, catalogue = session.environments.all, session.modules.catalogue
    try:
        address = resolve_address(draft.url, session.sending.variables(where, draft, MASK))
        if isinstance(address, ImportAddress):
            own = replace(own, url=f"{_HOST}{address.rest}")
        read = Imported(requests=(SavedRequest(path="", draft=own),))
        fitted = fit(read, ImportContext(environments, catalogue, Masker())).requests[0].draft
    except FileError:
        return own
    if fitted.endpoint_id and not any(
        name.lower() == "authorization" for name, _ in fitted.headers
    ):
        own = edit_draft(own, Remedy(id=StepId.USE_BUILT_IN_TOKEN)) or own
    return replace(own, url=fitted.url, endpoint_id=fitted.endpoint_id)
