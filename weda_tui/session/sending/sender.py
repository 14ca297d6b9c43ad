"""Sends one draft; loaded with the first send.

plan ── consent ── token ── gateway ── verdict ──► Answered | Failed, and into the history
└────────────────── token refused: nothing was executed, so once more with a new token;
                    without a new token, and to an agent, the refusal is the result
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from weda_tui.core.answers.intermediaries import name_foreign, with_request_id
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, RouteError, WedaError
from weda_tui.core.guard.decision import check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, describe_file, prepare
from weda_tui.core.secrets import credentials
from weda_tui.core.secrets.key_answers import masked_but_words, words_of_failure
from weda_tui.core.secrets.token_answers import (
    is_sealed,
    read_answer,
    without_answer_form,
    without_packed_length,
)
from weda_tui.core.sending.exchange import (
    Answered,
    Cancelled,
    Exchange,
    Failed,
    Phase,
    Response,
    Sending,
)
from weda_tui.core.tokens.access_token import KINDS, bearer
from weda_tui.core.tokens.jwt import expiry_of
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.session.sending.body_sources import read_files
from weda_tui.session.sending.call import Call
from weda_tui.session.sending.lazy_services import LazyServices
from weda_tui.session.sending.repeated_writes import RecentWrites
from weda_tui.session.sending.send_plan import SendPlan, check_unchanged
from weda_tui.session.tokens import Tokens

LARGE = 64 * 1024
"""Characters of a body beyond which it is resolved and searched in a thread."""
REMEMBERED_SENDS = 1000

Progress = Callable[[Sending], None]
_Result = TypeVar("_Result")


class Sender:
    """The steps that all sends share, and the times of recent sends."""

    def __init__(
        self,
        tokens: Tokens,
        recent_writes: RecentWrites,
        lazy: LazyServices,
        *,
        plan: Callable[[RequestDraft, Target], SendPlan],
        catalogue: Callable[[], Catalogue],
    ) -> None:
        """``plan`` plans a draft, ``catalogue`` returns what can be called at any deployment."""
        self._tokens, self._recent_writes = tokens, recent_writes
        self._lazy, self._plan, self._catalogue = lazy, plan, catalogue
        self._sent_at: deque[tuple[str, float]] = deque(maxlen=REMEMBERED_SENDS)
        """Host and wall clock time of the calls sent recently."""

    def sent_at(self, host: str) -> tuple[float, ...]:
        """Return when calls were recently sent to a deployment: wall clock, seconds."""
        return tuple(at for name, at in tuple(self._sent_at) if name == host)

    async def send(self, call: Call, *, renews: bool, on_progress: Progress) -> Answered | Failed:
        """Send the draft of a call; see ``SendingService.send``."""
        try:
            result = await self._send(call, renews, on_progress)
        except WedaError as error:
            result = call.failed(error, self._masker_of(call))
        except asyncio.CancelledError:
            self._record(call, call.cancelled())
            raise
        self._record(call, result)
        call.settle_write(result)
        return result

    async def _send(self, call: Call, renews: bool, on_progress: Progress) -> Answered:
        plan = await _compute(call, partial(self._plan, call.draft, call.where))
        plan = await _compute(call, partial(call.with_secrets_placed, plan))
        if plan.error is not None and not isinstance(plan.error, RouteError):
            raise plan.error
        environment, kind = call.where.environment, plan.kind
        self._tokens.see(plan.credentials)
        route = await self._tokens.approvals.open(environment, kind)
        check_consent(plan.decision, await call.agreed_to(plan), plan.place)
        # The time of the questions about the route and the call is not part of the send.
        call.begun, call.started_at = call.clock.monotonic(), call.clock.wall()
        call.plan, call.route = plan, route.fingerprint
        on_progress(Sending(phase=Phase.TOKEN, since=call.begun))
        await self._lazy.warm_up()
        await asyncio.to_thread(self._see_secrets, route)
        if renews and kind in KINDS:
            await self._tokens.renew_over(route, kind)
        authorization, call.token = await self._tokens.authorize(route, kind)
        files = await asyncio.to_thread(read_files, call.draft, plan.sources)
        request = await self._prepare(call, plan, authorization, files)
        await call.check_again(plan)
        call.settle_write = self._recent_writes.note(call.draft, call.where, plan.target.effect)
        exchange = await self._exchange(call, plan, request, route, on_progress)
        if self._is_refused(call, plan, exchange, route) and call.may_repeat:
            on_progress(Sending(phase=Phase.TOKEN, since=call.begun))
            try:
                token = await self._tokens.get_over(route, kind)
            except WedaError as error:
                reason = error.masked(self._masker_of(call))
                return Answered(replace(exchange, no_new_token=reason))
            call.request, call.token = None, token
            request = await self._prepare(call, plan, bearer(token), files)
            exchange = await self._exchange(call, plan, request, route, on_progress)
            exchange = replace(exchange, is_replay=True)
            self._is_refused(call, plan, exchange, route)
        return Answered(exchange)

    def _see_secrets(self, route: LoadedRoute) -> None:
        """Read the secrets that may not be sent and those masked in the response. For a thread."""
        self._tokens.network.read_before_send()
        self._tokens.approvals.see_before_send(route)

    async def _prepare(
        self, call: Call, plan: SendPlan, authorization: str, files: Mapping[str, bytes]
    ) -> PreparedRequest:
        """Resolve the draft as it was judged, with the call's token and the contents of its files.

        ``call.request``, which the history stores, describes files by their sizes. Raises as
        ``prepare`` and ``check_unchanged`` do.
        """
        token = call.token.value if call.token else None

        def resolve(contents: Mapping[str, bytes]) -> PreparedRequest:
            variables = plan.variables.again(token)
            request = prepare(call.draft, call.where, variables, authorization, contents)
            is_repeated = credentials.repeats_secret(request, known)
            request = replace(request, repeats_secret=is_repeated)
            return without_answer_form(request, asks_part=call.draft.asks_part)

        known = self._tokens.masker(unguessed=True, over=call.route)
        request = await _compute(call, partial(resolve, files), has_files=bool(files))
        check = partial(check_unchanged, plan, request, self._catalogue(), has_files=bool(files))
        await _compute(call, check, has_files=bool(files))
        described = {name: describe_file(name, len(data)) for name, data in files.items()}
        call.request = resolve(described) if files else request
        return request

    def _is_refused(
        self, call: Call, plan: SendPlan, exchange: Exchange, route: LoadedRoute
    ) -> bool:
        """Record a response that refuses the call's token; return whether a new token may help."""
        token = call.token
        return token is not None and self._tokens.note_refusal(
            route, plan.kind, token, exchange.verdict
        )

    async def _exchange(
        self,
        call: Call,
        plan: SendPlan,
        request: PreparedRequest,
        route: LoadedRoute,
        on_progress: Progress,
    ) -> Exchange:
        begun, started_at = call.clock.monotonic(), call.clock.wall()
        token, call.was_sent = call.token, True
        self._sent_at.append((route.environment.host, started_at))
        self._tokens.see(credentials.in_request(request))
        response = await self._receive(call, request, route, begun, on_progress)
        elapsed = call.clock.monotonic() - begun
        may_hold_tokens = credentials.may_return_tokens(request)
        shown = response
        if may_hold_tokens:
            shown = await asyncio.to_thread(self._read_answer, request, route, response)
        elif is_sealed(request, response):
            shown = response.without_body()
        judging = self._lazy.judging()
        judged_by = shown if credentials.carries_key(request) else response
        await call.see(judged_by)
        known = call.hiding(self._tokens.masker(unguessed=not call.is_by_agent, over=call.route))
        judged = await judging.judge(
            *(plan.endpoint, request.method, judged_by, known), is_withheld=bool(shown.withheld)
        )
        if shown.withheld:
            response.without_file()
        elif call.into is not None and not may_hold_tokens:
            shown = response.without_file()
        verdict = with_request_id(name_foreign(judged.verdict, request.url, shown), shown)
        masker = call.hiding(self._masker_of(call))
        expires_at = token.expires_at if token else expiry_of(request.header("Authorization"))
        return Exchange(
            endpoint_id=plan.endpoint.id,
            request=(call.request or request).masked(masker),
            response=shown,
            verdict=verdict.masked(masker),
            no_rule=judged.no_rule and judged.no_rule.masked(masker),
            started_at=started_at,
            elapsed=elapsed,
            prepared=begun - call.begun,
            environment=route.environment.name,
            token_kind=plan.kind,
            may_hold_tokens=may_hold_tokens,
            token_left=expires_at - started_at if expires_at is not None else None,
        )

    async def _receive(
        self,
        call: Call,
        request: PreparedRequest,
        route: LoadedRoute,
        begun: float,
        on_progress: Progress,
    ) -> Response:
        online = self._tokens.network.online
        may_return_tokens = credentials.may_return_tokens(request)
        is_masked = call.into is None or may_return_tokens
        into = None if is_masked or call.into is None else online.buffer_into(call.into)
        try:
            response = await online.gateway.exchange(
                request,
                route,
                started=begun,
                on_progress=_without_head(on_progress) if may_return_tokens else on_progress,
                new_buffer=into,
                leave_by=call.leave_by,
            )
            return without_packed_length(response)
        except WedaError as error:
            if error.code is ErrorCode.BODY_TOO_BIG:
                error.parameters["file"] = online.settings
            if error.partial is not None:
                error.partial = self._read_answer(request, route, error.partial)
            if credentials.carries_key(request):  # a server that speaks no HTTP may repeat the key
                error.detail = words_of_failure(error)
            if into is not None and error.partial is not None:
                error.partial = error.partial.without_file()
            raise

    def _read_answer(
        self, request: PreparedRequest, route: LoadedRoute, response: Response
    ) -> Response:
        """Record the tokens of a response; return it without a body that may hold others.

        Of a response to a key or a password, little more than its tokens and codes remains.
        """
        answer = read_answer(request, without_packed_length(response))
        self._tokens.see(answer.secrets, is_got=True)
        if not credentials.carries_key(request):
            return answer.response
        return masked_but_words(answer.response, request)

    def _record(self, call: Call, result: Answered | Failed | Cancelled) -> None:
        sent = call.sent(result, self._masker_of(call))
        if sent is not None:
            self._lazy.history().record(sent)

    def _masker_of(self, call: Call) -> Masker:
        return self._tokens.masker(over=call.route or None)


async def _compute(call: Call, act: Callable[[], _Result], *, has_files: bool = False) -> _Result:
    """Run a function that reads a whole request, in a thread if that may take long."""
    is_large = has_files or call.is_by_agent or len(call.draft.body) > LARGE
    return await asyncio.to_thread(act) if is_large else act()


def _without_head(on_progress: Progress) -> Progress:
    """Return a progress callback without the start of a body, whose tokens are not yet known."""
    return lambda sending: on_progress(replace(sending, head=b""))
