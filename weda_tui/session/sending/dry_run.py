"""What would leave and why: the request, each variable with its source, the guard, the token."""

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.guard.affected_records import Records, find_records
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.variables import Used, Variables, use
from weda_tui.core.tokens.access_token import KINDS, TokenState, TokenStatus
from weda_tui.core.tokens.token_call import token_call
from weda_tui.session.sending.preflight import Preflight

_FIRST = frozenset({TokenState.NONE, TokenState.EXPIRED, TokenState.REFUSED})
"""States in which a token is fetched before the call leaves."""
_STAND_IN = "\x00the secret\x00"
"""What the token call is built with, so that masking finds every form of it."""


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pressing F5 would do; nothing was sent for it."""

    preflight: Preflight
    variables: tuple[Used, ...]
    records: Records
    token_call: PreparedRequest | None
    """The call that fetches a token first, secrets masked; ``None`` where none is needed."""


def explain_call(
    preflight: Preflight, draft: RequestDraft, variables: Variables, masker: Masker
) -> DryRun:
    """Return what would leave and why."""
    status, request = preflight.token, preflight.request
    is_first = status.kind in KINDS and status.state in _FIRST
    known = [used for name in _names(draft, variables) if (used := use(name, variables, masker))]
    return DryRun(
        preflight=preflight,
        variables=tuple(known),
        records=find_records(preflight.endpoint, request) if request else Records(),
        token_call=_call_for(preflight.where.environment, status, masker) if is_first else None,
    )


def _names(draft: RequestDraft, variables: Variables) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in draft.texts for name in variables.used_by(text)))


def _call_for(
    environment: Environment, status: TokenStatus, masker: Masker
) -> PreparedRequest | None:
    is_refresh = status.kind is TokenKind.USER and bool(status.token and status.token.refresh_token)
    refresh_token = _STAND_IN if is_refresh else ""
    request = token_call(environment, status.kind, _STAND_IN, refresh_token)
    hidden = Masker((_STAND_IN,), basic=((environment.secret_id, _STAND_IN),))
    return request.masked(hidden).masked(masker)
