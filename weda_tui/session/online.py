"""The network side of a session, in a module of its own so that it loads when first needed."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from weda_tui.core.access_token import AccessToken, TokenKey
from weda_tui.core.clock import Clock
from weda_tui.core.environment import Environment
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.tokens import ClientCredentials, TokenManager

Keep = Callable[[TokenKey, AccessToken | None], None]


class Online:
    """One HTTP client and the tokens fetched through it; tokens are written in a thread."""

    def __init__(
        self, clock: Clock, transport: Any, saved: Mapping[TokenKey, AccessToken], keep: Keep
    ) -> None:
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tokens")
        self.gateway = Gateway(clock, transport=transport)
        self.tokens = TokenManager(
            self.gateway,
            clock,
            saved=saved,
            keep=lambda key, token: _forget(self._writer.submit(keep, key, token)),
        )

    async def token(
        self, environment: Environment, secret_key: str, *, force: bool = False
    ) -> AccessToken:
        """Return a token that is good now, fetching one when needed. Raises ``WedaError``."""
        credentials = ClientCredentials(environment, secret_key)
        return await self.tokens.get(credentials, force=force)

    async def aclose(self) -> None:
        """Close connections, and wait until the last token is written."""
        await self.gateway.aclose()
        await asyncio.to_thread(self._writer.shutdown)


def _forget(_: object) -> None:
    """A token that cannot be kept is used all the same."""
