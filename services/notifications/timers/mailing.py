"""The loop that sends e-mails: it claims those that are due, some at a time."""

import asyncio
from collections.abc import Coroutine

from services.notifications.timers.turns import TakingTurns
from services.notifications.usecases.next_email import next_email
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.send_email import send_email

# Connections to the mail server that one process has at most.
EMAILS_AT_ONCE = 8


def mailing(ports: Ports, *, bell: asyncio.Event) -> TakingTurns:
    """The postman of this process, whom `bell` wakes."""

    async def take() -> Coroutine[None, None, None] | None:
        email = await next_email(ports)
        return None if email is None else send_email(email, ports=ports)

    async def until_due() -> None:
        """Nobody minds a second."""

    return TakingTurns("mailing", take=take, until_due=until_due, bell=bell, at_once=EMAILS_AT_ONCE)
