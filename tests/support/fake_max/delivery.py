"""Brings updates to a bot's webhooks: dialog by dialog in order, until each answers 200 or ten retries are over."""

import asyncio
from dataclasses import dataclass, field

import aiohttp

from tests.support.fake_messenger.journal import DeliveryRecord

from .bot import Bot
from .nouns import Subscription, Update
from .rules import MAX_RETRIES, RETRY_FACTOR
from .world import World

SECRET_HEADER = "X-Max-Bot-Api-Secret"


@dataclass
class Courier:
    """One task for each dialog that has something to bring."""

    world: World
    session: aiohttp.ClientSession
    tasks: dict[tuple[int, int], asyncio.Task[None]] = field(default_factory=dict)

    def wake(self, bot: Bot) -> None:
        """See to it that all that waits is on its way, if the bot has a webhook."""
        for chat_id in {update.chat_id for update in bot.waiting} if bot.subscriptions else ():
            task = self.tasks.get((bot.id, chat_id))
            if task is None or task.done():
                self.tasks[bot.id, chat_id] = asyncio.create_task(self._drain(bot, chat_id=chat_id))

    def restart(self, bot: Bot) -> None:
        """Drop the attempts that are under way and begin anew with the bot's present webhooks."""
        for key in [key for key in self.tasks if key[0] == bot.id]:
            self.tasks.pop(key).cancel()
        self.wake(bot)

    async def close(self) -> None:
        """Stop every attempt."""
        tasks = list(self.tasks.values())
        self.tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self, bot: Bot, *, chat_id: int) -> None:
        while (update := bot.first_of(chat_id)) is not None:
            for subscription in list(bot.subscriptions.values()):
                if not subscription.update_types or update.body["update_type"] in subscription.update_types:
                    await self._insist(bot, subscription, update=update)
            bot.waiting.remove(update)

    async def _insist(self, bot: Bot, subscription: Subscription, *, update: Update) -> None:
        """Try until it is taken, or given up."""
        pause = self.world.rules.retry_seconds
        for attempt in range(1, MAX_RETRIES + 2):
            record = DeliveryRecord(bot.id, update.number, attempt, subscription.url, None, None, update.body)
            self.world.journal.deliveries.append(record)
            if await self._try(subscription, record=record):
                return
            await asyncio.sleep(pause)
            pause *= RETRY_FACTOR

    async def _try(self, subscription: Subscription, *, record: DeliveryRecord) -> bool:
        headers = {SECRET_HEADER: subscription.secret} if subscription.secret else {}
        timeout = aiohttp.ClientTimeout(total=self.world.rules.answer_seconds)
        try:
            async with self.session.post(
                subscription.url, json=record.update, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                record.status = response.status
                return response.status == 200
        except (TimeoutError, aiohttp.ClientError) as error:
            record.error = type(error).__name__
            return False
