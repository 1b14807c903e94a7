"""A bare HTTP client of the Bot API, for the tests of the fake itself."""

from typing import Any

import httpx

from .shapes import BotShape


class BotClient:
    """Calls methods as one bot, with whatever body the test wants to try."""

    def __init__(self, url: str, *, bot: BotShape) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=10, verify=False)  # plain HTTP: no certificates to load
        self.prefix = f"/bot{bot.token}"
        self.files = f"/file/bot{bot.token}"

    async def call(self, method: str, **body: Any) -> httpx.Response:
        """POST a JSON body."""
        return await self.http.post(f"{self.prefix}/{method}", json=body)

    async def result(self, method: str, **body: Any) -> Any:
        """POST a JSON body and take the result of a call that must succeed."""
        response = await self.call(method, **body)
        assert response.status_code == 200, response.text
        return response.json()["result"]

    async def refusal(self, method: str, **body: Any) -> tuple[int, str]:
        """POST a JSON body and take the code and description of a call that must fail."""
        response = await self.call(method, **body)
        envelope = response.json()
        assert envelope["ok"] is False
        assert envelope["error_code"] == response.status_code
        return response.status_code, envelope["description"]
