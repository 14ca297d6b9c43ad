"""A deployment for each test."""

from pathlib import Path

import pytest

from tests.mcp.office import Office, open_office
from weda_tui.session import Session
from weda_tui.session.agents import questions


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def session(tmp_path: Path, office: Office) -> Session:
    return open_office(tmp_path, office)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check for an explorer, and for its answer, almost without pauses."""
    monkeypatch.setattr(questions, "CHECK_EVERY", 0.01)
