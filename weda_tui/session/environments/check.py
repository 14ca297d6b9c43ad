"""Checks an environment from the outside in, and reports each step as it finishes.

Nothing is written except the tokens to be masked; the environment is not changed, and every call
only reads. The calls are sent like any other, with the environment's TLS settings, proxy and time
limit.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from math import floor
from typing import NamedTuple

import msgspec

from weda_tui.core.answers.intermediaries import name_foreign
from weda_tui.core.answers.verdict import ErrorLayer, Verdict, judge
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.check import (
    MODEL_READ,
    READS,
    USER_MODEL,
    WORKFLOW_READ,
    CheckStep,
    Fact,
    FactCode,
    Faulty,
    Outcome,
    Passed,
    ReadCall,
    Skipped,
    StepKind,
    StepResult,
    certificate_outcome,
    clock_outcome,
    token_step,
)
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import RouteError, WedaError
from weda_tui.core.http import estimate_skew
from weda_tui.core.requests.draft import PreparedRequest, draft_for, prepare
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, variables_at
from weda_tui.core.secrets.token_answers import read_answer
from weda_tui.core.sending.exchange import Response, Sending
from weda_tui.core.tokens.access_token import (
    KINDS,
    AccessToken,
    find_fault,
    identity_of,
    secret_name,
)
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.name_lookup import NameLookup, look_up
from weda_tui.gateway.progress import Milestone, Security
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.token_requests import Credentials, fetch_token
from weda_tui.session.tokens import Tokens

_ENVELOPES = {ErrorLayer.GATEWAY, ErrorLayer.AUTH, ErrorLayer.BUSINESS}
"""Layers whose envelope proves that a WeDa server responds, whatever the response says."""
_LACKS = {TokenKind.KEY: FactCode.NO_KEY, TokenKind.USER: FactCode.NO_USER}
_MISSING = {TokenKind.KEY: FactCode.NO_KEY_TOKEN, TokenKind.USER: FactCode.NO_USER_TOKEN}


class Trial(NamedTuple):
    """An environment that may not be saved yet, with the secrets typed for it."""

    environment: Environment
    replaces: Environment | None
    """The saved environment that is being edited."""
    typed: Mapping[TokenKind, str]
    """Secrets typed by the user; an empty secret is read from where it is kept."""
    begun_as: Environment | None = None
    """The environment the form was filled from; ``None`` if the user typed all of it."""
    is_address: bool = False
    """Whether there is only an address, which the user typed just now."""
    mask: "MaskVerdict | None" = None
    """Masks each verdict for an agent; ``None`` if the user sees it."""

    def keeper(self, kind: TokenKind) -> Environment:
        """Return the environment that keeps a secret.

        That is the old environment, unless its host or the place of the secret has changed.
        """
        name, old = secret_name(kind), self.replaces
        if old is None or old.origin != self.environment.origin:
            return self.environment
        return (
            old if old.secret_ref(name) == self.environment.secret_ref(name) else self.environment
        )


MaskVerdict = Callable[[Response, Verdict], Awaitable[Verdict]]
"""Returns the verdict of a response just received, as an agent may see it."""


class EnvironmentCheck:
    """One check of one environment, saved or not."""

    def __init__(
        self,
        trial: Trial,
        plan: Sequence[CheckStep],
        gateway: Gateway,
        tokens: Tokens,
        catalogue: Catalogue,
        clock: Clock,
    ) -> None:
        """``gateway`` has no open connection."""
        self._trial, self._environment, self._plan = trial, trial.environment, plan
        self._gateway, self._kept_tokens = gateway, tokens
        self._catalogue, self._clock = catalogue, clock
        self._tokens: dict[TokenKind, tuple[AccessToken, LoadedRoute]] = {}
        """Tokens, each with the route that it was obtained over."""
        self._lookup = NameLookup((), "", is_ip=True)

    async def run(self) -> AsyncGenerator[StepResult]:
        """Yield the result of each step of the plan; steps that cannot run are reported as skipped.

        Env types and modules are checked at the same time and reported as they respond. Closing the
        iterator cancels the calls in progress.
        """
        told: set[CheckStep] = set()
        blocked = FactCode.NOT_REACHED
        async for result in self.approach():
            told.add(result.step)
            yield result
            if result.step.kind is StepKind.HTTP and isinstance(result.outcome, Faulty):
                blocked = FactCode.NOT_WEDA
        if any(step.kind is StepKind.CLOCK for step in told):
            async for result in self._inside():
                told.add(result.step)
                yield result
        for step in self._plan:
            if step not in told:
                yield StepResult(step, Skipped(Fact(blocked)))

    # -- the way there -----------------------------------------------------------------------

    async def approach(self) -> AsyncGenerator[StepResult]:
        """Check name, port, TLS and HTTP, up to the first step that fails.

        No secret and no token is sent.
        """
        begun = self._clock.monotonic()
        step = CheckStep(StepKind.ADDRESS)
        if self._gateway.is_simulated:
            yield StepResult(step, Skipped(Fact(FactCode.NO_SOCKET)))
        else:
            try:
                self._lookup = await look_up(self._environment)
            except WedaError as error:
                yield self._result(step, Faulty(error), begun)
                return
            yield self._result(step, Passed(_address_fact(self._lookup)), begun)
        results: asyncio.Queue[StepResult | None] = asyncio.Queue()
        looking = asyncio.create_task(self._knock(results.put_nowait))
        looking.add_done_callback(lambda _: results.put_nowait(None))
        try:
            while (result := await results.get()) is not None:
                yield result
            await looking
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _knock(self, tell: Callable[[StepResult], None]) -> None:
        """Send a call without a token: the gateway's refusal shows which server responds."""
        approach = _Approach(self._environment, self._lookup.proxy, self._clock, tell)
        if self._gateway.is_simulated:
            approach.pretend()
        try:
            route = await self._open_first_route()
            if not self._trial.is_address:
                await asyncio.to_thread(self._kept_tokens.approvals.see_before_send, route)
            response = await self._gateway.exchange(
                self._request(WORKFLOW_READ, self._env_types[0], ""),
                route,
                started=self._clock.monotonic(),
                on_progress=_ignore,
                on_milestone=approach.on_milestone,
            )
        except WedaError as error:
            approach.fail(error)
            return
        verdict = await self._judge(response, WORKFLOW_READ)
        approach.answer(response, verdict)

    # -- inside ------------------------------------------------------------------------------

    async def _inside(self) -> AsyncGenerator[StepResult]:
        """Fetch tokens, then check env types and modules."""
        for kind in KINDS:
            yield await self._fetch(kind)
        tasks = [asyncio.create_task(self._read(step)) for step in self._plan if step.subject]
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self, kind: TokenKind) -> StepResult:
        step, begun = token_step(kind), self._clock.monotonic()
        if not self._trial.typed[kind] and (lack := find_fault(self._environment, kind)):
            is_needed = kind is TokenKind.KEY and not identity_of(self._environment, TokenKind.USER)
            if is_needed or identity_of(self._environment, kind):
                return StepResult(step, Faulty(lack))
            return StepResult(step, Skipped(Fact(_LACKS[kind])))
        try:
            route = await self._open_route(kind)
            secret = await self._read_secret(route, kind)
            credentials = Credentials(route, kind, secret, is_trial=True)
            begun = self._clock.monotonic()
            token = await fetch_token(self._gateway, self._clock, credentials, "", lambda _: None)
        except WedaError as error:
            return self._result(step, Faulty(error), begun)
        self._kept_tokens.see_trial(self._environment, kind, secret, token)
        self._tokens[kind] = token, route
        issued = Fact(FactCode.TOKEN_ISSUED, {"lifetime": token.lifetime})
        return self._result(step, Passed(issued), begun)

    async def _open_first_route(self) -> LoadedRoute:
        """Return the route for the first call, which has no token.

        If this route needs approval, the route of the first secret needs it too, and the user is
        asked about that one instead.
        """
        trial = self._trial
        is_typed = trial.begun_as is not None or any(trial.typed.values()) or trial.is_address
        try:
            return await self._kept_tokens.routes.open(
                self._environment, TokenKind.NONE, is_typed=is_typed, begun_as=trial.begun_as
            )
        except RouteError:
            for kind in KINDS:
                if trial.typed[kind] or find_fault(self._environment, kind) is None:
                    return await self._open_route(kind)
            return await self._kept_tokens.approvals.open(self._environment, TokenKind.NONE)

    async def _open_route(self, kind: TokenKind) -> LoadedRoute:
        """Return the route for a secret: typed just now, or approved for its environment."""
        return await self._kept_tokens.approvals.open(
            self._environment,
            kind,
            keeper=self._trial.keeper(kind),
            is_typed=bool(self._trial.typed[kind]),
            begun_as=self._trial.begun_as,
        )

    async def _read_secret(self, route: LoadedRoute, kind: TokenKind) -> str:
        if secret := self._trial.typed[kind]:
            self._kept_tokens.secrets.see(self._environment, kind, secret)
            return secret
        return await self._kept_tokens.secrets.read(route, kind, keeper=self._trial.keeper(kind))

    async def _read(self, step: CheckStep) -> StepResult:
        """Send the call that checks an env type or a module."""
        read, env_type = self._read_for(step)
        kind = self._catalogue.get(read.endpoint).token_kind
        obtained = self._tokens.get(kind)
        if obtained is None:
            lack = FactCode.NO_TOKEN if step.kind is StepKind.ENV_TYPE else _MISSING[kind]
            return StepResult(step, Skipped(Fact(lack)))
        begun, (token, route) = self._clock.monotonic(), obtained
        request = self._request(read, env_type, f"Bearer {token.value}")
        try:
            response = await self._gateway.exchange(
                request, route, started=begun, on_progress=_ignore
            )
        except WedaError as error:
            return self._result(step, Faulty(error), begun)
        got = read_answer(request, response).secrets
        self._kept_tokens.see(got, is_got=True)
        verdict = await self._judge(response, read)
        return self._result(step, _outcome(step, read, verdict), begun)

    async def _judge(self, response: Response, read: ReadCall) -> Verdict:
        """Return the verdict of a response; masked if an agent sees it."""
        judged = judge(
            response.status, response.header("Content-Type"), response.body, module=read.module
        )
        verdict, mask = name_foreign(judged, self._environment.host, response), self._trial.mask
        return verdict if mask is None else await mask(response, verdict)

    def _read_for(self, step: CheckStep) -> tuple[ReadCall, str]:
        if step.kind is StepKind.ENV_TYPE:
            read = WORKFLOW_READ if TokenKind.KEY in self._tokens else MODEL_READ
            return read, step.subject
        read = next(read for read in READS if read.module == step.subject)
        return read, self._env_types[0]

    @property
    def _env_types(self) -> list[str]:
        return [step.subject for step in self._plan if step.kind is StepKind.ENV_TYPE]

    def _request(self, read: ReadCall, env_type: str, authorization: str) -> PreparedRequest:
        endpoint = self._catalogue.get(read.endpoint)
        where = Target(self._environment, env_type)
        draft = draft_for(endpoint)
        url = draft.url.partition("?")[0] + (f"?{read.query}" if read.query else "")
        model = VariableLayer(VariableOrigin.SET, {"modelName": USER_MODEL})
        draft = msgspec.structs.replace(draft, url=url, body=read.body or draft.body)
        return prepare(draft, where, variables_at(where, (model,)), authorization)

    def _result(self, step: CheckStep, outcome: Outcome, begun: float) -> StepResult:
        return StepResult(step, outcome, self._clock.monotonic() - begun)


class _Approach:
    """The steps of one connection, each reported when it is reached."""

    def __init__(
        self, environment: Environment, proxy: str, clock: Clock, tell: Callable[[StepResult], None]
    ) -> None:
        self._environment, self._proxy = environment, proxy
        self._clock, self._tell_result = clock, tell
        self._since = clock.monotonic()
        self._next = StepKind.PORT
        self._is_plain = environment.host.startswith("http:")

    def pretend(self) -> None:
        """Report the steps that a simulated network does not have as skipped."""
        for kind in (StepKind.PORT, StepKind.TLS):
            self._report(kind, Skipped(Fact(FactCode.NO_SOCKET)))
        self._next = StepKind.HTTP

    def on_milestone(self, milestone: Milestone, security: Security | None) -> None:
        """Report a connection, or its TLS."""
        if milestone is Milestone.STARTED:
            self._since = self._clock.monotonic()
        elif milestone is Milestone.CONNECTED:
            self._report(StepKind.PORT, Passed(self._port_fact()))
            self._next = StepKind.TLS
            if self._is_plain:
                self._report(StepKind.TLS, Skipped(Fact(FactCode.PLAIN_HTTP)))
                self._next = StepKind.HTTP
        elif security is not None:
            left = None if security.ends_at is None else security.ends_at - self._clock.wall()
            days = None if left is None else floor(left / 86400)
            self._report(StepKind.TLS, certificate_outcome(security.version, days))
            self._next = StepKind.HTTP

    def fail(self, error: WedaError) -> None:
        """Report the step at which the connection failed."""
        self._report(self._next, Faulty(error))

    def answer(self, response: Response, verdict: Verdict) -> None:
        """Report which server responded, and its clock."""
        is_weda = verdict.ok or verdict.layer in _ENVELOPES
        values = {"status": response.status, "code": verdict.code}
        speaks = Passed(Fact(FactCode.SPEAKS_WEDA, values)) if is_weda else Faulty(verdict)
        elapsed = self._clock.monotonic() - self._since
        self._report(StepKind.HTTP, speaks)
        if is_weda:
            sent_at = self._clock.wall() - elapsed
            skew = estimate_skew(response.header("Date"), sent_at, elapsed)
            self._report(StepKind.CLOCK, clock_outcome(skew))

    def _port_fact(self) -> Fact:
        scheme, _, place = self._environment.origin.partition("://")
        port = place.rpartition("]")[2].partition(":")[2]
        values = {"port": port or ("443" if scheme == "https" else "80")}
        if self._proxy:
            return Fact(FactCode.PORT_BY_PROXY, values | {"proxy": self._proxy})
        return Fact(FactCode.PORT_OPEN, values)

    def _report(self, kind: StepKind, outcome: Outcome) -> None:
        now = self._clock.monotonic()
        was_tried = not isinstance(outcome, Skipped) and kind is not StepKind.CLOCK
        self._tell_result(
            StepResult(CheckStep(kind), outcome, now - self._since if was_tried else 0.0)
        )
        self._since = now


def _address_fact(lookup: NameLookup) -> Fact:
    values = {"addresses": ", ".join(lookup.addresses)}
    if lookup.proxy:
        return Fact(FactCode.PROXY_RESOLVED, values | {"proxy": lookup.proxy})
    return Fact(FactCode.IS_IP if lookup.is_ip else FactCode.RESOLVED, values)


def _outcome(step: CheckStep, read: ReadCall, verdict: Verdict) -> Outcome:
    """Judge the response to a read: an env type is confirmed if a service behind it responds."""
    answers = {ErrorLayer.STORAGE} if read.module == "storage" else set[ErrorLayer]()
    if step.kind is StepKind.ENV_TYPE:
        answers.add(ErrorLayer.BUSINESS)
    if verdict.ok or verdict.layer in answers:
        module = read.module if step.kind is StepKind.ENV_TYPE else ""
        return Passed(Fact(FactCode.ANSWERED, {"module": module}))
    return Faulty(verdict)


def _ignore(_: Sending) -> None:
    """Report no progress: a step is reported when it has ended."""
