from collections.abc import AsyncIterator

import pytest

from tests.sandbox.calling import Calling, new_world


@pytest.fixture
async def sandbox() -> AsyncIterator[Calling]:
    calling = Calling(new_world())
    async with calling.client:
        await calling.sign_in()
        yield calling
