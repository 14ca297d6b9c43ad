"""A send under way: what is known of it so far, for a failure and for the history."""

from weda_tui.core.access_token import AccessToken
from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import Effect, TokenKind
from weda_tui.core.environment import Where
from weda_tui.core.errors import WedaError
from weda_tui.core.exchange import Answered, Cancelled, Failed
from weda_tui.core.masking import Masker
from weda_tui.core.recording import Sent
from weda_tui.core.request import PreparedRequest, RequestDraft
from weda_tui.core.target import Target
from weda_tui.session.preflight import Preflight


class Call:
    """Filled in as the send goes on."""

    def __init__(self, draft: RequestDraft, where: Where, clock: Clock, saved: str = "") -> None:
        """``saved`` is what the history calls the saved request that is sent."""
        self.draft, self.where = draft, where
        self._saved = saved
        self._clock = clock
        self.begun, self.started_at = clock.monotonic(), clock.wall()
        self._target: Target | None = None
        self.kind = TokenKind.NONE
        self.token: AccessToken | None = None
        self.request: PreparedRequest | None = None
        """As it leaves, not masked."""

    def aim(self, preflight: Preflight) -> None:
        """Note what is really called."""
        self._target = Target(preflight.endpoint, preflight.effect, preflight.env_type)

    def failed(self, error: WedaError, masker: Masker) -> Failed:
        """Return the failure that the send ended in."""
        return Failed(
            error=error.masked(masker),
            endpoint_id=self.draft.endpoint_id,
            request=self.request.masked(masker) if self.request else None,
            started_at=self.started_at,
            elapsed=self._clock.monotonic() - self.begun,
            response=error.partial,
        )

    def cancelled(self) -> Cancelled:
        """Return the state of a send that the user stopped."""
        return Cancelled(
            endpoint_id=self.draft.endpoint_id,
            elapsed=self._clock.monotonic() - self.begun,
            is_write=self._target is not None and self._target.effect is not Effect.READ,
        )

    def sent(self, result: Answered | Failed | Cancelled, masker: Masker) -> Sent | None:
        """Return what the history keeps; ``None`` for a call that never had a target."""
        if self._target is None:
            return None
        is_answered = isinstance(result, Answered)
        request = result.exchange.request if is_answered else None
        return Sent(
            draft=self.draft,
            target=self._target,
            where=self.where,
            token_kind=self.kind,
            token=self.token,
            request=request or (self.request and self.request.masked(masker)),
            result=result,
            started_at=result.exchange.started_at if is_answered else self.started_at,
            masker=masker,
            saved=self._saved,
        )
