"""Looks at environments step by step, saved or not."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.session.tokens import Tokens

if TYPE_CHECKING:  # loaded with the first check
    from weda_tui.core.environments.check import StepResult


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
        copied: Environment | None = None,
    ) -> "AsyncGenerator[StepResult]":
        """Yield what comes of each step, masked; see ``EnvironmentCheck.run``.

        ``secret`` and ``password`` are what is typed; an empty one takes the one kept for
        ``replaces``, as long as the host stays, else the environment's own. Nothing is written; a
        token is kept once the secret it was fetched with is saved. What was begun as a copy of
        ``copied`` goes over an approved route only, as that does.
        """
        tokens = self._tokens
        await tokens.network.warm_up()
        from weda_tui.core.environments.check import plan_steps
        from weda_tui.session.environments.check import EnvironmentCheck, Trial

        typed = {TokenKind.KEY: secret, TokenKind.USER: password}
        trial = Trial(environment, replaces, typed, copied)
        plan = plan_steps(environment, env_types)
        async with tokens.network.online.fresh_gateway() as gateway:
            check = EnvironmentCheck(trial, plan, gateway, tokens, self._catalogue(), self._clock)
            async with aclosing(check.run()) as results:
                async for result in results:
                    yield result.masked(tokens.masker())
