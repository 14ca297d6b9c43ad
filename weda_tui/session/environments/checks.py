"""Checks environments step by step, saved or not."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.session.tokens import Tokens

if TYPE_CHECKING:  # loaded with the first check
    from weda_tui.core.environments.check import CheckStep, StepResult
    from weda_tui.session.environments.check import EnvironmentCheck, MaskVerdict, Trial


class EnvironmentChecks:
    """The checks of environments in one session."""

    def __init__(self, tokens: Tokens, catalogue: Callable[[], Catalogue], clock: Clock) -> None:
        self._tokens, self._catalogue, self._clock = tokens, catalogue, clock

    async def run(
        self,
        environment: Environment,
        *,
        env_types: Sequence[str] = (),
        secret: str = "",
        password: str = "",
        replaces: Environment | None = None,
        begun_as: Environment | None = None,
    ) -> "AsyncGenerator[StepResult]":
        """Yield the masked result of each step; see ``EnvironmentCheck.run``.

        ``secret`` and ``password`` are typed values; for an empty one, the secret kept for
        ``replaces`` is used as long as the host is the same, otherwise the environment's own. A
        fetched token is stored to be masked, and used once the secret it was fetched with is saved.
        If the environment was filled from ``begun_as`` (by default ``replaces``), it counts as
        typed only if the route of that one was approved.
        """
        await self._tokens.network.warm_up()
        from weda_tui.session.environments.check import Trial

        typed = {TokenKind.KEY: secret, TokenKind.USER: password}
        trial = Trial(environment, replaces, typed, begun_as or replaces)
        async with aclosing(self._run(trial, env_types)) as results:
            async for result in results:
                yield result

    async def run_for_agent(
        self, where: Target, mask: "MaskVerdict"
    ) -> "AsyncGenerator[StepResult]":
        """Yield the masked result of each step for a saved target; ``mask`` masks each verdict."""
        await self._tokens.network.warm_up()
        from weda_tui.session.environments.check import Trial

        nothing = {TokenKind.KEY: "", TokenKind.USER: ""}
        trial = Trial(where.environment, None, nothing, mask=mask)
        async with aclosing(self._run(trial, [where.env_type])) as results:
            async for result in results:
                yield result

    async def _run(self, trial: "Trial", env_types: Sequence[str]) -> "AsyncGenerator[StepResult]":
        from weda_tui.core.environments.check import plan_steps

        plan = plan_steps(trial.environment, env_types)
        async with self._check(trial, plan) as check, aclosing(check.run()) as results:
            async for result in results:
                yield result.masked(self._tokens.masker())

    async def approach(self, environment: Environment) -> "AsyncGenerator[StepResult]":
        """Yield the results for an address that is being typed: connection, TLS, clock.

        No secret and no token is sent, and the user is not asked for approval.
        """
        await self._tokens.network.warm_up()
        from weda_tui.core.environments.check import plan_steps
        from weda_tui.session.environments.check import Trial

        nothing = {TokenKind.KEY: "", TokenKind.USER: ""}
        trial = Trial(environment, None, nothing, is_address=True)
        plan = plan_steps(environment)
        async with self._check(trial, plan) as check, aclosing(check.approach()) as results:
            async for result in results:
                yield result.masked(self._tokens.masker())

    @asynccontextmanager
    async def _check(
        self, trial: "Trial", plan: "Sequence[CheckStep]"
    ) -> "AsyncGenerator[EnvironmentCheck]":
        from weda_tui.session.environments.check import EnvironmentCheck

        tokens = self._tokens
        async with tokens.network.online.fresh_gateway() as gateway:
            yield EnvironmentCheck(trial, plan, gateway, tokens, self._catalogue(), self._clock)
