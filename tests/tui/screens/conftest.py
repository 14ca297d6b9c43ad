"""Fixtures for the tests of the main screen."""

from typing import Any

import pytest
from textual._compositor import Compositor


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint nothing by itself; ``Explorer.rows`` still draws the screen when a test reads it."""

    def paint_nothing(self: Compositor, **_: Any) -> None:
        self._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_full_update", paint_nothing)
    monkeypatch.setattr(Compositor, "render_partial_update", paint_nothing)
