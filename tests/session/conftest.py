from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.session.weda import Weda, open_session
from weda_tui.session import Session


@pytest.fixture
def weda() -> Weda:
    return Weda()


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()
