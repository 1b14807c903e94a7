"""A typed client of any control door: the part that all messengers have."""

from types import TracebackType
from typing import Protocol, Self

import httpx
from pydantic import TypeAdapter

from .faults import FaultKind
from .shapes import CallView, DeliveryView, FaultShape, Shape


class ControlRefused(Exception):
    """The control door refused: the wish was malformed (422) or impossible (409)."""


class Named(Protocol):
    """A bot, as far as an act must say which."""

    id: int


class Control:
    """Acts on a running imitation at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Plain HTTP: loading certificates would only slow each test down.
        self._client = httpx.AsyncClient(base_url=url + "/control", timeout=10, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def fail_next(
        self,
        count: int = 1,
        *,
        kind: FaultKind,
        method: str = "",
        chat_id: int | None = None,
        retry_after_seconds: int = 1,
        hold_seconds: float = 0.0,
    ) -> None:
        """Let the next `count` matching calls fail."""
        shape = FaultShape(
            kind=kind,
            count=count,
            method=method,
            chat_id=chat_id,
            retry_after_seconds=retry_after_seconds,
            hold_seconds=hold_seconds,
        )
        await self.script(shape)

    async def script(self, fault: FaultShape) -> None:
        """Add a fault with every choice there is."""
        await self.send("POST", "/faults", body=fault)

    async def clear_faults(self) -> None:
        """Forget the faults that have not come yet."""
        await self.send("DELETE", "/faults")

    async def calls(self, method: str = "", *, chat_id: int | None = None) -> list[CallView]:
        """The calls that bots made, oldest first."""
        query = {"method": method, "chat_id": "" if chat_id is None else str(chat_id)}
        return TypeAdapter(list[CallView]).validate_json(await self.send("GET", "/calls", query=query))

    async def deliveries(self) -> list[DeliveryView]:
        """The webhook attempts, oldest first."""
        return TypeAdapter(list[DeliveryView]).validate_json(await self.send("GET", "/deliveries"))

    async def reset(self) -> None:
        """Forget bots, chats, faults, records and changed rules."""
        await self.send("POST", "/reset")

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: Shape | None = None,
        bot: Named | None = None,
        query: dict[str, str] | None = None,
    ) -> bytes:
        content = body.model_dump_json(exclude_none=True) if body else None
        parameters = {**(query or {}), **({"bot_id": str(bot.id)} if bot else {})}
        response = await self._client.request(method, path, content=content, params=parameters)
        if response.is_error:
            raise ControlRefused(f"{response.status_code}: {response.text}")
        return response.content
