"""Diagnose a call without a response: was anything executed, why, and what can be done."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.doctor.cause_checks import Cause, CauseState, CauseText, Context, Evidence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.failures import judge_foreign, known_failure
from weda_tui.core.doctor.remedies import LONGEST_WAIT, VARIABLES, Remedy
from weda_tui.core.doctor.stated_causes import rank_by_words
from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY
from weda_tui.core.errors import Delivery, ErrorCode, LimitError, NotReachableError, TokenError
from weda_tui.core.sending.exchange import Failed
from weda_tui.core.tokens.access_token import KINDS

_EXECUTED = {
    Delivery.NOT_SENT: Executed.NO,
    Delivery.SENT: Executed.MAYBE,
    Delivery.ANSWERED: Executed.MAYBE,  # it was processed, with an unknown result
}


def diagnose_failure(
    failed: Failed, context: Context, page: CodeEntry | None = None
) -> Diagnosis | None:
    """Diagnose a call without a response; ``None`` if it was stopped before the network.

    ``page`` is the page of the code with which a token was refused; a token call is otherwise
    judged like any call.
    """
    error = failed.error
    wanted = known_failure(error.code).causes
    if error.code is ErrorCode.URL_OTHER_HOST:
        steps = (Remedy(id=StepId.USE_ADDRESS), Remedy(id=StepId.EDIT_ENVIRONMENT))
        return Diagnosis(executed=Executed.NO, page=None, causes=(), steps=steps)
    if _is_token_variable(failed, context):
        variables = Remedy(id=StepId.EDIT_ENVIRONMENT, text=VARIABLES)
        steps = (Remedy(id=StepId.USE_BUILT_IN_TOKEN, text="Authorization"), variables)
        return Diagnosis(executed=Executed.NO, page=None, causes=(), steps=steps)
    if not wanted and not isinstance(error, NotReachableError | LimitError | TokenError):
        return None
    if _is_inner(failed, context):
        wanted = (CauseId.INNER_HOST, *wanted)
    if error.code is ErrorCode.TOKEN_WRONG_ADDRESS and _prefix(context):
        wanted = (CauseId.PATH, *wanted)
    only_reads = context.endpoint.effect is Effect.READ and failed.delivery is not Delivery.NOT_SENT
    steps = _steps(failed, context)
    foreign = judge_foreign(str(error.parameters.get("code", "")))
    if foreign is not None:
        wanted = foreign.causes
        steps = tuple(Remedy(id=each) for each in foreign.steps)
    elif page is not None and error.code not in _BY_STATUS:
        wanted = (*page.causes, *(each for each in wanted if each not in page.causes))
        wanted = rank_by_words(wanted, str(error.parameters.get("message", "")))
        first = tuple(Remedy(id=each) for each in page.steps if each in _TOKEN_STEPS)
        steps = (*first, *(each for each in steps if each not in first))
    return Diagnosis(
        executed=Executed.NO if only_reads else _EXECUTED[failed.delivery],
        only_reads=only_reads,
        page=None,
        causes=_causes(wanted, failed, context),
        steps=steps,
    )


def _is_token_variable(failed: Failed, context: Context) -> bool:
    """Return whether a typed token is an unknown variable, in place of the built-in token."""
    name = str(failed.error.parameters.get("header", ""))
    is_unknown = failed.error.code is ErrorCode.VARIABLE_UNKNOWN
    return is_unknown and name.lower() == "authorization" and context.endpoint.token_kind in KINDS


_BY_STATUS = frozenset({ErrorCode.TOKEN_RATE_LIMITED})
_TOKEN_STEPS = frozenset(
    {StepId.ASK_ADMIN, StepId.EDIT_ENVIRONMENT, StepId.CHECK_ENVIRONMENT, StepId.RENEW_AND_SEND}
)
"""Steps of a code's page that are possible after a token call."""


_NOT_THERE = frozenset(
    {
        ErrorCode.DNS_FAILED,
        ErrorCode.HOST_UNREACHABLE,
        ErrorCode.NETWORK_UNREACHABLE,
        ErrorCode.CONNECT_TIMED_OUT,
    }
)


def _is_inner(failed: Failed, context: Context) -> bool:
    """Return whether an unreachable signed address is an internal one, such as ``minio:9000``."""
    endpoint = context.endpoint
    is_signed = endpoint.module == "storage" and not endpoint.path.startswith("/")
    if not is_signed or failed.error.code not in _NOT_THERE or failed.request is None:
        return False
    host = urlsplit(failed.request.url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


def _prefix(context: Context) -> str:
    """Return the path before all calls: the deployment's prefix, or a mistake in its address."""
    return urlsplit(context.where.environment.host).path.rstrip("/")


def _causes(wanted: tuple[CauseId, ...], failed: Failed, context: Context) -> tuple[Cause, ...]:
    is_inner = CauseId.INNER_HOST in wanted and failed.error.code is ErrorCode.DNS_FAILED
    is_certain = known_failure(failed.error.code).is_certain or is_inner
    return tuple(
        Cause(
            id=cause,
            state=CauseState.YES if is_certain and not index else CauseState.UNKNOWN,
            evidence=_evidence(cause, failed, context),
        )
        for index, cause in enumerate(wanted)
    )


def _evidence(cause: CauseId, failed: Failed, context: Context) -> Evidence | None:
    """Return the setting of the environment that was examined, or the server's message."""
    environment, values = context.where.environment, failed.error.parameters
    match cause:
        case CauseId.INNER_HOST:
            text = failed.request.url.partition("?")[0] if failed.request else ""
        case CauseId.PATH:
            text = _prefix(context)
        case CauseId.PROXY:
            named = environment.proxy not in {SYSTEM_PROXY, NO_PROXY}
            text = str(values.get("proxy", "")) or (environment.proxy if named else "")
        case CauseId.CREDENTIALS | CauseId.PASSWORD | CauseId.CAPTCHA | CauseId.ACCOUNT:
            text = str(values.get("detail", "") or values.get("ref", ""))
        case CauseId.CERTIFICATE:
            text = str(values.get("reason", "") or values.get("file", "")) or environment.ca_file
        case CauseId.REDIRECT | CauseId.PROXY_PAGE if values.get("message"):
            text = str(values["message"])
        case CauseId.HOST | CauseId.SERVICE_DOWN | CauseId.UNREACHABLE | CauseId.HTTP_NOT_HTTPS:
            text = environment.host
        case _:
            return None
    return CauseText(text) if text else None


def _steps(failed: Failed, context: Context) -> tuple[Remedy, ...]:
    error = failed.error
    is_write = context.endpoint.effect is not Effect.READ
    is_maybe = failed.delivery is not Delivery.NOT_SENT
    again = Remedy(id=StepId.SEND_AGAIN, repeats_write=is_write)
    edit, check = Remedy(id=StepId.EDIT_ENVIRONMENT), Remedy(id=StepId.CHECK_ENVIRONMENT)
    look = (Remedy(id=StepId.LOOK_FIRST),) if is_write and is_maybe else ()
    if error.code is ErrorCode.TOKEN_RATE_LIMITED:
        told = error.parameters.get("retry_after", 0)
        seconds = min(float(told), LONGEST_WAIT) if isinstance(told, int | float) and told else None
        wait = Remedy(id=StepId.WAIT_AND_SEND, seconds=seconds, repeats_write=is_write)
        return (check, wait) if is_write else (wait, check)
    if _is_inner(failed, context):
        return (Remedy(id=StepId.ASK_ADMIN, text="host"), edit, check, again)
    if error.code is ErrorCode.BODY_TOO_BIG:
        return (*look, Remedy(id=StepId.SMALLER_REQUEST))
    if error.code is ErrorCode.TOKEN_PROXY_PAGE:
        return (Remedy(id=StepId.OPEN_BROWSER), check, again)
    if known_failure(error.code).needs_edit:
        return (edit, check, again)
    return (*look, check, again, edit) if is_write else (again, check, edit)
