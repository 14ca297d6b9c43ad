"""The check of an address while it is typed: connection, TLS, clock. No secret is sent."""

from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from typing import Protocol

from textual.timer import Timer

from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment, parse_host
from weda_tui.core.environments.form_texts import EnvironmentTexts
from weda_tui.core.environments.input import parse_proxy
from weda_tui.core.errors import WedaError
from weda_tui.session.environments.checks import EnvironmentChecks
from weda_tui.tui.environments.editing import CheckRun, EnvironmentEditing
from weda_tui.tui.workbench.bench import Bench

PAUSE = 0.8
"""The seconds without a key press after which an address is checked."""
GROUP = "live"
TIMEOUT = 10.0
"""The timeout of the check, in seconds."""


class LiveBench(Bench, Protocol):
    """The part of the screen that the check uses."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after ``delay`` seconds."""
        ...

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""


class LiveCheck:
    """Checks the typed address of a new environment, never an address from a file."""

    def __init__(
        self,
        bench: LiveBench,
        checks: EnvironmentChecks,
        editing: EnvironmentEditing,
        run: CheckRun,
    ) -> None:
        self._bench, self._checks, self._editing, self._run = bench, checks, editing, run
        self._timer: Timer | None = None
        self._address: Environment | None = None
        """The address that is being checked, or was checked last."""

    def edited(self) -> None:
        """Schedule a check if the address changed; cancel a check of the previous address."""
        is_new = self._editing.begun_as is None
        address = _address_of(self._editing.fields.texts()) if is_new else None
        if address == self._address:
            return
        self.stop()
        self._address = address
        if address is not None:
            self._timer = self._bench.set_timer(PAUSE, partial(self._begin, address))

    def stop(self) -> None:
        """Cancel the check and clear its results."""
        if self._timer is not None:
            self._timer.stop()
        self._bench.stop(GROUP)
        self._address = None
        self._run.forget_live()

    def _begin(self, address: Environment) -> None:
        self._bench.start(partial(self._check, address), GROUP)

    async def _check(self, address: Environment) -> None:
        async with aclosing(self._checks.approach(address)) as results:
            async for result in results:
                self._run.add_live(result)


def _address_of(texts: EnvironmentTexts) -> Environment | None:
    """Return an environment with the typed address, without secrets and client certificate.

    Return ``None`` for an address that is invalid or looks incomplete.
    """
    if texts.host.strip().endswith((".", ":", "-")):  # The user is still typing
        return None
    try:
        return Environment(
            name="",
            host=parse_host(texts.host),
            env_types=PRESET_ENV_TYPES,
            verify_tls=texts.verify_tls,
            ca_file=texts.ca_file,
            proxy=parse_proxy(texts.proxy),
            timeout=TIMEOUT,
        )
    except WedaError:
        return None
