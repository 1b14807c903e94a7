"""Asking a sibling service over HTTP, in the name of a caller."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle

import aiohttp
from pydantic_core import to_json
from yarl import URL

from shared.errors import Unavailable
from shared.identity import HEADER, Caller, sign
from shared.trace import current_trace

DEADLINE_SECONDS = 4.0
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sibling said."""

    status_code: int
    content: bytes


class Sibling:
    """A service at one or several addresses, taken in turn; `name` is who asks."""

    def __init__(self, urls: str, *, secret: str, name: str) -> None:
        self._urls = [url.strip().rstrip("/") for url in urls.split(",")]
        self._turn = cycle(self._urls)
        self._secret = secret
        self._name = name

    async def ask(self, method: str, path: str, *, caller: Caller, json: object = None) -> Answer:
        """The answer of the first address that takes the request. Raises Unavailable where none does, or on 5xx."""
        headers = {HEADER: sign(replace(caller, via=self._name), secret=self._secret)}
        if trace := current_trace():
            headers |= trace.headers()
        body = None if json is None else to_json(json)
        if body is not None:
            headers |= JSON
        for _ in self._urls:
            try:
                answer = await self._exchange(method, next(self._turn) + path, body=body, headers=headers)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Unavailable(f"a sibling did not answer: {type(error).__name__}") from error
            if answer.status_code >= 500:
                raise Unavailable(f"a sibling answered {answer.status_code}")
            return answer
        raise Unavailable("a sibling cannot be reached")

    async def close(self) -> None:
        if "_session" in self.__dict__:
            await self._session.close()

    async def _exchange(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str]) -> Answer:
        whole = URL(url, encoded=True)
        async with self._session.request(method, whole, data=body, headers=headers, allow_redirects=False) as answer:
            return Answer(answer.status, await answer.read())

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        """Made when the loop runs. httpx takes several times as long for a request, and a search waits for it."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=DEADLINE_SECONDS),
            trust_env=False,
        )
