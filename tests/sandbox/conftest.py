from collections.abc import AsyncIterator

import pytest

from tests.sandbox.calling import Calling, new_world


@pytest.fixture
async def sandbox() -> AsyncIterator[Calling]:
    calling = Calling(new_world())
    async with calling.client:
        await calling.sign_in()
        yield calling


@pytest.fixture
async def office(sandbox: Calling) -> Calling:
    """Return a sandbox in which the administrator is signed in too."""
    await sandbox.sign_in_user()
    return sandbox
