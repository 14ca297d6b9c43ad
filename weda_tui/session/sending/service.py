"""The operations on a draft: check it, plan it, preview it, send it."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding, check_draft
from weda_tui.core.requests.variables import (
    Moment,
    Used,
    Variables,
    layers_over,
    passing_secrets,
    use,
    variables_at,
)
from weda_tui.core.sending.exchange import Answered, Failed, Sending
from weda_tui.session.catalogue import Endpoints
from weda_tui.session.environments.service import Environments
from weda_tui.session.sending.body_sources import certificate_paths
from weda_tui.session.sending.lazy_services import LazyServices
from weda_tui.session.sending.preflight import (
    CHECKED_ON_THE_LOOP,
    DryRun,
    Preflight,
    explain_call,
    preview_plan,
)
from weda_tui.session.sending.repeated_writes import RecentWrites
from weda_tui.session.sending.send_plan import SendPlan, plan_send, with_route, with_tokens_placed
from weda_tui.session.tokens import Tokens
from weda_tui.store.body_sources import BodySources
from weda_tui.store.paths import Paths

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.session.sending.call import CallingAgent
    from weda_tui.session.sending.sender import Sender
    from weda_tui.store.local_files import IncomingFile

Findings = tuple[DraftFinding, ...] | None


class SendingService:
    """Plans and sends the drafts of a session."""

    def __init__(
        self,
        tokens: Tokens,
        environments: Environments,
        endpoints: Endpoints,
        paths: Paths,
        clock: Clock,
        lazy: LazyServices,
        new_id: Callable[[], str],
    ) -> None:
        """``new_id`` returns the value of ``{{$uuid}}``."""
        self._tokens, self._endpoints, self._environments = tokens, endpoints, environments
        self._paths, self._clock, self._lazy, self._new_id = paths, clock, lazy, new_id
        self._recent_writes = RecentWrites(clock, lazy.pages)
        self._sources = BodySources(
            paths.workspace,
            paths.state,
            lambda: certificate_paths(environments.all, paths.workspace),
        )

    def over_route(self, draft: RequestDraft, where: Target) -> RequestDraft:
        """Return a draft without the values that may not be sent over the route of a target.

        The draft of a history entry may have such values.
        """
        if all(layer.route is None for layer in draft.layers):
            return draft
        route = self._tokens.routes.fingerprint(where.environment)
        return replace(draft, layers=layers_over(draft.layers, route))

    def with_captured(self, draft: RequestDraft, where: Target) -> RequestDraft:
        """Return a draft with the variables it has at a target, including the captured ones."""
        draft = self.over_route(draft, where)
        captured = self._lazy.captured()
        if captured is None:
            return draft
        return replace(draft, layers=captured.over(draft.layers, where))

    def variables(
        self,
        where: Target,
        draft: RequestDraft | None = None,
        token: str | None = None,
        moment: Moment | None = None,
    ) -> Variables:
        """Return the current value of every ``{{name}}`` of a draft at a target."""
        moment = moment or Moment(self._clock.wall(), self._new_id)
        more = self.with_captured(draft, where).layers if draft is not None else ()
        return variables_at(where, more, moment=moment, token=token)

    def look_up(self, name: str, where: Target, draft: RequestDraft | None = None) -> Used | None:
        """Return the masked value of a variable and its origin; ``None`` if it has no value."""
        return use(name, self.variables(where, draft, MASK), self._tokens.masker())

    def check(self, draft: RequestDraft, where: Target) -> tuple[DraftFinding, ...]:
        """Return what is missing or wrong in a draft, according to the documents of its endpoint.

        A pure function. For a body longer than ``CHECKED_ON_THE_LOOP`` it is called off the event
        loop.
        """
        return check_draft(self._endpoints.of(draft, where), draft, self.variables(where, draft))

    def plan(self, draft: RequestDraft, where: Target, earlier: SendPlan | None = None) -> SendPlan:
        """Return what sending a draft would call, and the decision that is needed before.

        ``preflight`` shows this plan and ``send`` follows it. Time and ids are taken from an
        ``earlier`` plan, if there is one. Secrets among the values given for this send (``--set``,
        a data row) are masked from now on. Raises ``FileError``.
        """
        draft = self.over_route(draft, where)

        def variables_with(token: str | None) -> Variables:
            moment = earlier.variables.moment if earlier is not None else None
            return self.variables(where, draft, token, moment)

        self._tokens.see(passing_secrets(draft.layers))
        plan = plan_send(
            draft,
            where,
            self._endpoints.of(draft, where),
            catalogue=self._endpoints.at(None),
            variables_with=variables_with,
            recent_writes=self._recent_writes,
            sources=self._sources,
        )
        plan = with_tokens_placed(plan, draft, self._tokens.masker(unguessed=True))
        return with_route(plan, partial(self._tokens.routes.status, where.environment))

    def preflight(self, draft: RequestDraft, where: Target, known: Findings = None) -> Preflight:
        """Return what sending a draft would do. Sends nothing, reads no secret.

        ``known`` are the findings of ``check``, if they are available; a large body is not checked
        without them. Raises ``FileError`` if the target does not have the draft's endpoint.
        """
        return self.preview(self.plan(draft, where), draft, known)

    def preview(self, plan: SendPlan, draft: RequestDraft, findings: Findings = None) -> Preflight:
        """Return what sending a draft would do according to its plan; see ``preflight``."""
        if findings is None and len(draft.body) <= CHECKED_ON_THE_LOOP:
            findings = check_draft(plan.endpoint, draft, self.variables(plan.where, draft))
        token, masker = (
            self._tokens.status(plan.where.environment, plan.kind),
            self._tokens.masker(),
        )
        return preview_plan(plan, draft, token=token, findings=findings or (), masker=masker)

    def explain(self, draft: RequestDraft, where: Target, known: Findings = None) -> DryRun:
        """Return everything that sending a draft would do. Sends nothing.

        Credentials in the headers of the draft are masked from now on. Raises as ``preflight``
        does.
        """
        plan = self.plan(draft, where)
        self._tokens.see(plan.credentials)
        preflight = self.preview(plan, draft, known)
        return explain_call(preflight, draft, plan.variables, self._tokens.masker())

    def curl(
        self, request: PreparedRequest, where: Target | None, kind: TokenKind = TokenKind.NONE
    ) -> str:
        """Return a masked request as a curl command, for the route of a target if one is given.

        A masked token of ``kind`` is replaced by a command that prints it, if the route is
        approved. Raises ``FileError``: ``SECRET_HIDDEN``, or as ``Routes.status`` does.
        """
        from weda_tui.formats.curl.write import write_curl
        from weda_tui.gateway.certificates import with_placed_files
        from weda_tui.session.sending.token_command import with_token_command

        if request.lacks_secret:
            raise FileError(ErrorCode.SECRET_HIDDEN)
        placed = with_placed_files(where.environment, self._paths.workspace) if where else None
        ca_digest = self._tokens.routes.describe(placed).route.ca if placed else ""
        request, token = with_token_command(
            request, where, {MASK: kind}, self._environments, self._tokens.routes, self._paths
        )
        return write_curl(request, placed, token, ca_digest)

    async def send(
        self,
        draft: RequestDraft,
        where: Target,
        *,
        consent: "GuardDecision | CallingAgent" = GuardDecision.SEND,
        renews: bool = False,
        saved: str = "",
        into: "IncomingFile | None" = None,
        on_progress: Callable[[Sending], None] = lambda _: None,
    ) -> Answered | Failed:
        """Send a draft, fetching a token first if needed.

        ``consent`` is the decision that the user has agreed to, or the agent that sends the draft;
        each call of an agent has to be admitted. ``renews`` fetches a new token even if the current
        one is valid. ``saved`` is the path of the saved request that is sent. ``into`` receives the
        body of the response, of any size, unless the body is small.

        If the gateway refuses the token, nothing was executed, so the call is sent once more with a
        new token, even a write. Every expected failure is returned as ``Failed``; cancelling the
        task stops the call.
        """
        from weda_tui.core.history.entry import saved_name
        from weda_tui.session.sending.call import Call

        workspace = self._paths.workspace_digest
        name = saved_name(workspace, saved) if saved else ""
        draft = self.with_captured(draft, where)
        call = Call(draft, where, self._clock, name, into, consent, workspace)
        return await self._sender.send(call, renews=renews, on_progress=on_progress)

    @cached_property
    def _sender(self) -> "Sender":
        from weda_tui.session.sending.sender import Sender

        return Sender(
            self._tokens,
            self._recent_writes,
            self._lazy,
            plan=self.plan,
            catalogue=lambda: self._endpoints.at(None),
        )

    def sent_at(self, host: str) -> tuple[float, ...]:
        """Return when calls were recently sent to a deployment: wall clock, seconds."""
        return self._sender.sent_at(host)
