from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.session.weda import Weda, open_session
from weda_tui.core.tokens import refusal
from weda_tui.session import Session


@pytest.fixture(autouse=True, scope="session")
def _quick_digests() -> Iterator[None]:
    """Let the digest of a refused token call cost nothing: nobody guesses the secrets of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusal, "_ROUNDS", 1)
        yield


@pytest.fixture
def weda() -> Weda:
    return Weda()


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()
