"""Hands updates to a bot's webhook: chat by chat in order, again until it answers 2xx."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from tests.support.fake_messenger.journal import DeliveryRecord

from .bot import Bot
from .nouns import JsonObject, Webhook
from .updates import Update
from .world import World

MAX_PAUSE_SECONDS = 3600.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
AnswerRunner = Callable[[Bot, JsonObject], Awaitable[None]]


@dataclass
class Courier:
    """One task for each chat that has something to deliver.

    As on the platform the second attempt comes at once; from the third on the pause doubles. A Retry-After of the
    webhook is obeyed. `run_answer` runs the method that a webhook put into its answer.
    """

    world: World
    session: aiohttp.ClientSession
    run_answer: AnswerRunner | None = None
    tasks: dict[tuple[int, int], asyncio.Task[None]] = field(default_factory=dict)

    def wake(self, bot: Bot, *, chat_id: int) -> None:
        """See to it that the chat's waiting updates are on their way, if the bot has a webhook."""
        task = self.tasks.get((bot.id, chat_id))
        if bot.webhook is not None and (task is None or task.done()):
            self.tasks[bot.id, chat_id] = asyncio.create_task(self._drain(bot, bot.webhook, chat_id=chat_id))

    def restart(self, bot: Bot) -> None:
        """Drop the attempts that are under way and begin anew with the bot's present webhook."""
        for (bot_id, chat_id), task in list(self.tasks.items()):
            if bot_id == bot.id:
                task.cancel()
                del self.tasks[bot_id, chat_id]
        for chat_id in {update.chat_id for update in bot.queue.waiting}:
            self.wake(bot, chat_id=chat_id)

    async def close(self) -> None:
        """Stop every attempt."""
        tasks = list(self.tasks.values())
        self.tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self, bot: Bot, webhook: Webhook, *, chat_id: int) -> None:
        while (update := bot.queue.first_of(chat_id)) is not None:
            attempt = 1
            while (pause := await self._attempt(bot, webhook, update=update, attempt=attempt)) is not None:
                await asyncio.sleep(pause)
                attempt += 1
            bot.queue.forget(update)

    async def _attempt(self, bot: Bot, webhook: Webhook, *, update: Update, attempt: int) -> float | None:
        """None when the webhook took the update, else the seconds to wait before the next attempt."""
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        timeout = aiohttp.ClientTimeout(total=self.world.rules.answer_seconds)
        shown = update.shown()
        record = DeliveryRecord(bot.id, update.id, attempt, webhook.url, None, None, shown)
        self.world.journal.deliveries.append(record)
        asked = 0.0
        try:
            async with self.session.post(
                webhook.url, json=shown, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                record.status = response.status
                if 200 <= response.status <= 299:
                    await self._read_answer(bot, await response.text())
                    return None
                record.error = f"Wrong response from the webhook: {response.status} {response.reason}"
                asked = _seconds(response.headers.get("Retry-After", ""))
        except TimeoutError:
            record.error = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            record.error = "Connection refused"
        except aiohttp.ClientError:
            record.error = "Webhook connection closed"
        bot.last_error = (int(time.time()), record.error)
        return asked or self._pause(attempt)

    def _pause(self, attempt: int) -> float:
        if attempt == 1:
            return 0.0
        doubled = self.world.rules.retry_seconds * 2.0 ** min(attempt - 2, 30)
        return min(doubled, MAX_PAUSE_SECONDS) * random.uniform(1.0, 1.1)

    async def _read_answer(self, bot: Bot, body: str) -> None:
        try:
            answer = json.loads(body)
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("method"), str) and self.run_answer is not None:
            await self.run_answer(bot, answer)


def _seconds(header: str) -> float:
    return min(float(header), MAX_PAUSE_SECONDS) if header.isdecimal() else 0.0
