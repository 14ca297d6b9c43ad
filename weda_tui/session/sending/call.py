"""The state of a send in progress, needed to report a failure and to record the history."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.history.recording import SendResult
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed, LeaveBy, Response
from weda_tui.core.tokens.access_token import AccessToken
from weda_tui.session.sending.send_plan import SendPlan, with_tokens_placed
from weda_tui.store.local_files import IncomingFile

Admit = Callable[[SendPlan, RequestDraft], Awaitable[GuardDecision]]
"""Returns what the user agreed to for the plan of a draft.

It is called before any connection is opened, with exactly what will be sent. Raises ``WedaError``
if the draft may not be sent.
"""


Confirm = Callable[[SendPlan, RequestDraft, GuardDecision], Awaitable[LeaveBy | None]]
"""Called just before a plan is sent, which may be long after it was admitted with a decision.

Returns the time until which it may be sent, ``None`` for no limit. Raises ``WedaError`` if it may
no longer be sent.
"""


Hide = Callable[[Response], Awaitable[Masker]]
"""Returns a masker for the secrets of a response just received and of the earlier responses."""


class CallingAgent(NamedTuple):
    """An agent that sends something: each of its calls has to be admitted."""

    name: str
    """The name it gives itself, as one clean line."""
    admit: Admit
    confirm: Confirm
    hide: Hide
    """Hides secrets before a response is judged, stored or shown: a verdict would reveal them."""
    earlier: Callable[[], Masker]
    """Returns a masker for the secrets of the earlier responses."""


class Call:
    """The state of one send, filled in while it proceeds."""

    def __init__(
        self,
        draft: RequestDraft,
        where: Target,
        clock: Clock,
        saved: str = "",
        into: IncomingFile | None = None,
        consent: GuardDecision | CallingAgent = GuardDecision.SEND,
        workspace: str = "",
    ) -> None:
        """``saved`` is the name of the sent request in the history.

        ``into`` receives the body of the response, whatever its size. ``consent`` is as for
        ``SendingService.send``, ``workspace`` is the workspace as the history names it.
        """
        self.draft, self.where, self.into = draft, where, into
        self._saved, self._consent, self._workspace = saved, consent, workspace
        self._agreed = GuardDecision.SEND
        """What the user agreed to, once it is known."""
        self.clock = clock
        self.begun, self.started_at = clock.monotonic(), clock.wall()
        self.plan: SendPlan | None = None
        """The plan, once nothing prevents it from being sent."""
        self.route = ""
        """The fingerprint of the route, once the route is open."""
        self.token: AccessToken | None = None
        self.leave_by: LeaveBy | None = None
        """The time until which an agent's write may be sent."""
        self.request: PreparedRequest | None = None
        """The request as it is sent, not masked."""
        self.was_sent = False
        """Whether the request may have reached the server."""
        self._earlier = consent.earlier() if isinstance(consent, CallingAgent) else None
        self.may_repeat = not self.is_by_agent
        """Whether it may be sent again if its token is refused; an agent's call is sent once."""
        self.settle_write: Callable[[Answered | Failed], None] = lambda _: None
        """Called with the result of a call that was sent."""

    @property
    def is_by_agent(self) -> bool:
        """Whether an agent sends it; the agent can see what a success rule says of the response."""
        return isinstance(self._consent, CallingAgent)

    async def agreed_to(self, plan: SendPlan) -> GuardDecision:
        """Return what the user agreed to; for an agent's call the user is asked now.

        Raises ``WedaError`` if the agent may not send it.
        """
        if isinstance(self._consent, GuardDecision):
            return self._consent
        self._agreed = await self._consent.admit(plan, self.draft)
        return self._agreed

    async def check_again(self, plan: SendPlan) -> None:
        """Check that an agent's call may still be sent, after its token was fetched.

        Raises ``WedaError``.
        """
        if isinstance(self._consent, CallingAgent):
            self.leave_by = await self._consent.confirm(plan, self.draft, self._agreed)

    async def see(self, response: Response) -> None:
        """Record the secrets of a response before it is judged."""
        if isinstance(self._consent, CallingAgent):
            self._earlier = await self._consent.hide(response)

    def hiding(self, masker: Masker) -> Masker:
        """Return ``masker``, extended for an agent's call by the secrets of its responses."""
        return masker if self._earlier is None else Masker(others=(masker, self._earlier))

    def with_secrets_placed(self, plan: SendPlan) -> SendPlan:
        """Refuse a read of an agent that would send a secret of an earlier response.

        A write with such a secret needs the user anyway: the question about it would mask the
        secret.
        """
        if self._earlier is None or plan.target.effect is not Effect.READ:
            return plan
        return with_tokens_placed(plan, self.draft, self._earlier)

    def failed(self, error: WedaError, masker: Masker) -> Failed:
        """Return the failure with which the send ended."""
        masker = self.hiding(masker)
        return Failed(
            error=error.masked(masker),
            endpoint_id=self.draft.endpoint_id,
            request=self.request.masked(masker) if self.request else None,
            started_at=self.started_at,
            elapsed=self.clock.monotonic() - self.begun,
            response=error.partial if self.request else None,  # a token call would show a secret
        )

    def cancelled(self) -> Cancelled:
        """Return the state of a send that the user stopped."""
        is_write = self.plan is not None and self.plan.target.effect is not Effect.READ
        return Cancelled(
            endpoint_id=self.draft.endpoint_id,
            target=self.plan.place if self.plan is not None else self.where,
            elapsed=self.clock.monotonic() - self.begun,
            is_write=is_write and self.was_sent,
            was_sent=self.was_sent,
        )

    def sent(self, result: Answered | Failed | Cancelled, masker: Masker) -> SendResult | None:
        """Return what the history stores; ``None`` if refused, or cancelled before it was sent."""
        if self.plan is None or (isinstance(result, Cancelled) and not result.was_sent):
            return None
        is_answered = isinstance(result, Answered)
        request = result.exchange.request if is_answered else None
        return SendResult(
            draft=self.draft,
            target=self.plan.target,
            where=self.where,
            token_kind=self.plan.kind,
            token=self.token,
            request=request or (self.request and self.request.masked(masker)),
            result=result,
            started_at=result.exchange.started_at if is_answered else self.started_at,
            masker=self.hiding(masker),
            route=self.route,
            saved=self._saved,
            agent=self._consent.name if isinstance(self._consent, CallingAgent) else "",
            workspace=self._workspace,
        )
