"""Calls that the parts of the suite make."""

from collections.abc import Awaitable, Callable

import pytest

from services.notifications.domain.content import Button
from services.notifications.domain.refusals import PlatformError
from tests.contracts.platforms.ground import Ground

ROWS = ((Button("Yes", "yes:1"), Button("No", "no:1")), (Button("Меню", "menu"),))
LABELS = [["Yes", "No"], ["Меню"]]


async def refused(call: Callable[[], Awaitable[object]]) -> PlatformError:
    """How a call is refused."""
    with pytest.raises(PlatformError) as caught:
        await call()
    return caught.value


async def send(ground: Ground, text: str = "Hello", *, chat_id: int | None = None) -> str:
    return await ground.platform.send(ground.token, chat_id=chat_id or ground.chat_id, text=text)
