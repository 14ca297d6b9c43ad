"""A deployment of its own for each test."""

from pathlib import Path

import pytest

from tests.mcp.office import Office, open_office
from weda_tui.session import Session


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def session(tmp_path: Path, office: Office) -> Session:
    return open_office(tmp_path, office)
