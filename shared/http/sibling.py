"""Asking a sibling service over HTTP, in the name of a caller."""

from dataclasses import replace
from itertools import cycle
from typing import Any

import httpx

from shared.errors import Unavailable
from shared.identity import HEADER, Caller, sign
from shared.trace import current_trace

DEADLINE_SECONDS = 4.0


class Sibling:
    """A service at one or several addresses, taken in turn; `name` is who asks."""

    def __init__(self, urls: str, *, secret: str, name: str) -> None:
        self._urls = [url.strip().rstrip("/") for url in urls.split(",")]
        self._turn = cycle(self._urls)
        self._client = httpx.AsyncClient(timeout=DEADLINE_SECONDS, trust_env=False)
        self._secret = secret
        self._name = name

    async def ask(self, method: str, path: str, *, caller: Caller, json: Any = None) -> httpx.Response:
        """The answer of the first address that takes the request. Raises Unavailable where none does, or on 5xx."""
        headers = {HEADER: sign(replace(caller, via=self._name), secret=self._secret)}
        if trace := current_trace():
            headers |= trace.headers()
        for _ in self._urls:
            try:
                answer = await self._client.request(method, next(self._turn) + path, json=json, headers=headers)
            except httpx.ConnectError:
                continue
            except httpx.TransportError as error:
                raise Unavailable(f"a sibling did not answer: {type(error).__name__}") from error
            if answer.status_code >= 500:
                raise Unavailable(f"a sibling answered {answer.status_code}")
            return answer
        raise Unavailable("a sibling cannot be reached")

    async def close(self) -> None:
        await self._client.aclose()
