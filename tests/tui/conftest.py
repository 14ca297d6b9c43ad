"""Fixtures for the tests of the TUI.

The imported fixtures make pilots wait for the work, not for the clock.
"""

import signal
from collections.abc import Iterator

import pytest
from textual._styles_cache import StylesCache

from tests.tui.sheets import _shared_sheets
from tests.tui.steady import _steady_pilots
from tests.tui.strips import _light_strips

__all__ = ["_light_strips", "_shared_sheets", "_steady_pilots"]


@pytest.fixture(autouse=True)
def _looks_at_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delay the live check of a typed address, so that it runs only in tests that wait for it."""
    monkeypatch.setattr("weda_tui.tui.environments.live_check.PAUSE", 1e6)


@pytest.fixture(autouse=True)
def _no_reference_to_the_app() -> Iterator[None]:
    """Let each app be freed after its test, not kept by its signal handlers or a cache of Textual.

    ``StylesCache.get_inner_outer`` keeps the last 1,024 style caches, with the strips of widgets.
    """
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    yield
    for number, handler in handlers.items():
        if signal.getsignal(number) is not handler:
            signal.signal(number, handler)
    StylesCache.get_inner_outer.cache_clear()
