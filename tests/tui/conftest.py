"""Pilots wait for the work, not for the clock."""

import pytest

from tests.tui.sheets import _shared_sheets
from tests.tui.steady import _steady_pilots
from tests.tui.strips import _light_strips

__all__ = ["_light_strips", "_shared_sheets", "_steady_pilots"]


@pytest.fixture(autouse=True)
def _looks_at_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a form look at an address only in a test that waits for it."""
    monkeypatch.setattr("weda_tui.tui.environments.live_check.PAUSE", 1e6)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what looks at one picture together, so that one process takes it."""
    places = [at for at, item in enumerate(items) if item.path.name == "test_golden.py"]
    pictures = sorted((items[at] for at in places), key=_picture)
    for at, item in zip(places, pictures, strict=True):
        items[at] = item


def _picture(item: pytest.Item) -> str:
    return item.name.partition("[")[2]
