"""Fixtures and hooks for the tests of the TUI.

The imported fixtures make pilots wait for the work, not for the clock.
"""

import pytest

from tests.tui.sheets import _shared_sheets
from tests.tui.steady import _steady_pilots
from tests.tui.strips import _light_strips

__all__ = ["_light_strips", "_shared_sheets", "_steady_pilots"]


@pytest.fixture(autouse=True)
def _looks_at_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delay the live check of a typed address, so that it runs only in tests that wait for it."""
    monkeypatch.setattr("weda_tui.tui.environments.live_check.PAUSE", 1e6)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests of the same picture one after another, so that one process runs them."""
    places = [at for at, item in enumerate(items) if item.path.name == "test_golden.py"]
    pictures = sorted((items[at] for at in places), key=_picture)
    for at, item in zip(places, pictures, strict=True):
        items[at] = item


def _picture(item: pytest.Item) -> str:
    return item.name.partition("[")[2]
