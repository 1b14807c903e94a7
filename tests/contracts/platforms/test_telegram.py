"""Telegram's adapter keeps what every adapter owes."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.contracts.platforms.suite import PlatformSuite
from tests.contracts.platforms.telegram_ground import TelegramGround
from tests.support.fake_telegram import TelegramControl


class TestTelegram(PlatformSuite):
    @pytest_asyncio.fixture
    async def ground(self, telegram: TelegramControl) -> AsyncIterator[TelegramGround]:
        await telegram.register_bot(TelegramGround.token)
        ground = TelegramGround(telegram)
        yield ground
        await ground.close()
