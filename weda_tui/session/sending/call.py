"""A send under way: what is known of it so far, for a failure and for the history."""

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
"""Returns what a person agreed to for a plan of a draft.

Nothing has connected by then, and exactly this leaves. Raises ``WedaError`` where it may not.
"""


Confirm = Callable[[SendPlan, RequestDraft, GuardDecision], Awaitable[LeaveBy | None]]
"""Called just before a plan leaves, which may be long after it was admitted with a decision.

Returns until when it may, ``None`` for no such time. Raises ``WedaError`` where it may not leave
any more.
"""


Hide = Callable[[Response], Awaitable[Masker]]
"""Returns what hides what is a secret in an answer that just came, and in those before it."""


class CallingAgent(NamedTuple):
    """An agent that sends something: every call of it has to be admitted."""

    name: str
    """What it calls itself: one clean line."""
    admit: Admit
    confirm: Confirm
    hide: Hide
    """Its answers are judged, kept and shown without it: what is judged would tell of it."""
    earlier: Callable[[], Masker]
    """Returns what hides the secrets of the answers that came before."""


class Call:
    """Filled in as the send goes on."""

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
        """``saved`` is what the history calls the saved request that is sent.

        ``into`` takes the body of the answer, whatever its size. ``consent`` is as of
        ``SendingService.send``, ``workspace`` as the history has it.
        """
        self.draft, self.where, self.into = draft, where, into
        self._saved, self._consent, self._workspace = saved, consent, workspace
        self._agreed = GuardDecision.SEND
        """What a person agreed to, once that is known."""
        self.clock = clock
        self.begun, self.started_at = clock.monotonic(), clock.wall()
        self.plan: SendPlan | None = None
        """What is called, once nothing is in its way."""
        self.route = ""
        """The fingerprint of the route it goes over, once that is open."""
        self.token: AccessToken | None = None
        self.leave_by: LeaveBy | None = None
        """Until when an agent's write may leave."""
        self.request: PreparedRequest | None = None
        """As it leaves, not masked."""
        self.has_left = False
        """Whether it may have arrived."""
        self._earlier = consent.earlier() if isinstance(consent, CallingAgent) else None
        self.may_repeat = not self.is_by_agent
        """Whether it may leave once more where its token is refused: an agent's leaves once."""
        self.settle_write: Callable[[Answered | Failed], None] = lambda _: None
        """Told how it ended, once it has left."""

    @property
    def is_by_agent(self) -> bool:
        """Whether an agent sends it, which sees what a rule of a file says of the answer."""
        return isinstance(self._consent, CallingAgent)

    async def agreed_to(self, plan: SendPlan) -> GuardDecision:
        """Return what a person agreed to; of an agent's call they are asked now.

        Raises ``WedaError`` where an agent may not send it.
        """
        if isinstance(self._consent, GuardDecision):
            return self._consent
        self._agreed = await self._consent.admit(plan, self.draft)
        return self._agreed

    async def check_again(self, plan: SendPlan) -> None:
        """Check that an agent's call still may leave, now that its token has come.

        Raises ``WedaError``.
        """
        if isinstance(self._consent, CallingAgent):
            self.leave_by = await self._consent.confirm(plan, self.draft, self._agreed)

    async def see(self, response: Response) -> None:
        """Note an answer that came, before it is judged."""
        if isinstance(self._consent, CallingAgent):
            self._earlier = await self._consent.hide(response)

    def hiding(self, masker: Masker) -> Masker:
        """Return what hides what ``masker`` does, and from an agent the secrets of its answers."""
        return masker if self._earlier is None else Masker(others=(masker, self._earlier))

    def with_secrets_placed(self, plan: SendPlan) -> SendPlan:
        """Refuse a read of an agent by which a secret of an earlier answer leaves.

        A write with one is for a person: a question would hide it.
        """
        if self._earlier is None or plan.target.effect is not Effect.READ:
            return plan
        return with_tokens_placed(plan, self.draft, self._earlier)

    def failed(self, error: WedaError, masker: Masker) -> Failed:
        """Return the failure that the send ended in."""
        masker = self.hiding(masker)
        return Failed(
            error=error.masked(masker),
            endpoint_id=self.draft.endpoint_id,
            request=self.request.masked(masker) if self.request else None,
            started_at=self.started_at,
            elapsed=self.clock.monotonic() - self.begun,
            response=error.partial if self.request else None,  # of a token call it is a secret
        )

    def cancelled(self) -> Cancelled:
        """Return the state of a send that the user stopped."""
        is_write = self.plan is not None and self.plan.target.effect is not Effect.READ
        return Cancelled(
            endpoint_id=self.draft.endpoint_id,
            target=self.plan.place if self.plan is not None else self.where,
            elapsed=self.clock.monotonic() - self.begun,
            is_write=is_write and self.has_left,
            has_left=self.has_left,
        )

    def sent(self, result: Answered | Failed | Cancelled, masker: Masker) -> SendResult | None:
        """Return what the history keeps; ``None`` for a call that was never let go."""
        if self.plan is None or (isinstance(result, Cancelled) and not result.has_left):
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
