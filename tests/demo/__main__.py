"""`python -m tests.demo`: starts the system and plays a conversation on each messenger; 0 if every step was seen."""

import asyncio
import sys
import tempfile
from pathlib import Path

import httpx

from services.notifications.domain.language import Language
from tests.demo.conversation import Conversation
from tests.demo.desk import Desk, open_desk
from tests.demo.narrator import Narrator
from tests.demo.people import Customer
from tests.demo.system import NotServing, running_system
from tests.support import fake_max, fake_telegram


async def demonstrate(narrator: Narrator) -> None:
    """Raises AssertionError for what was not seen in time, NotServing where the system does not come up."""
    telegram_rules, max_rules = fake_telegram.Rules(local=True), fake_max.Rules(local=True)
    with tempfile.TemporaryDirectory(prefix="helpdesk-demo-") as directory:
        async with (
            fake_telegram.running(rules=telegram_rules) as telegram_url,
            fake_max.running(rules=max_rules) as max_url,
            fake_telegram.TelegramControl(telegram_url) as telegram,
            fake_max.MaxControl(max_url) as max_messenger,
        ):
            narrator.scene("The system starts: MongoDB, RabbitMQ, every service, and imitations of both messengers")
            await telegram.register_bot("1000:demo", username="acme_desk_bot")
            await max_messenger.register_bot("demo-token", username="id7700_bot")
            async with (
                running_system(Path(directory), telegram_url=telegram_url, max_url=max_url) as opened,
                open_desk(opened, narrator=narrator) as desk,
            ):
                await desk.set_up({"telegram": "1000:demo", "max": "demo-token"})
                olga = Customer("Ольга", "telegram", telegram, 4242, Language.RU, narrator)
                bob = Customer("Bob", "max", max_messenger, 770077, Language.EN, narrator)
                await _play(desk, customer=olga, narrator=narrator)
                await _play(desk, customer=bob, narrator=narrator)


async def _play(desk: Desk, *, customer: Customer, narrator: Narrator) -> None:
    narrator.scene(f"{customer.name} on {customer.messenger}, in {customer.language.value}")
    await Conversation(desk, customer).play()


def main() -> int:
    narrator = Narrator()
    try:
        asyncio.run(demonstrate(narrator))
    except (AssertionError, NotServing, httpx.HTTPError) as failure:
        narrator.failed(str(failure))
        return 1
    narrator.scene(f"Every step was seen: {narrator.steps} of them, on both messengers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
