"""MAX's adapter keeps what every adapter owes."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.contracts.platforms.max_ground import MaxGround
from tests.contracts.platforms.suite import PlatformSuite
from tests.support.fake_max import MaxControl


class TestMax(PlatformSuite):
    @pytest_asyncio.fixture
    async def ground(self, max_api: MaxControl) -> AsyncIterator[MaxGround]:
        await max_api.register_bot(MaxGround.token, username=MaxGround.username)
        ground = MaxGround(max_api)
        yield ground
        await ground.close()
