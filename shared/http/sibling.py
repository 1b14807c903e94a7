"""Asking a sibling service over HTTP, in the name of a caller."""

from collections.abc import Mapping
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
# For a body of up to some ten MiB.
BYTES = {"Content-Type": "application/octet-stream"}
BYTES_DEADLINE_SECONDS = 60.0


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
        """The answer of the first address that takes the request, within 4 seconds.

        Raises Unavailable where none does, or on 5xx.
        """
        body = None if json is None else to_json(json)
        return await self._ask(method, path, caller=caller, body=body, headers=JSON if body is not None else {})

    async def ask_bytes(self, method: str, path: str, *, caller: Caller, content: bytes | None = None) -> Answer:
        """The same where bytes go or come, within a minute."""
        headers = {} if content is None else BYTES
        return await self._ask(
            method, path, caller=caller, body=content, headers=headers, seconds=BYTES_DEADLINE_SECONDS
        )

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        caller: Caller,
        body: bytes | None,
        headers: Mapping[str, str],
        seconds: float = DEADLINE_SECONDS,
    ) -> Answer:
        sent = {**headers, HEADER: sign(replace(caller, via=self._name), secret=self._secret)}
        if trace := current_trace():
            sent |= trace.headers()
        for _ in self._urls:
            try:
                answer = await self._exchange(method, next(self._turn) + path, body=body, headers=sent, seconds=seconds)
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

    async def _exchange(
        self, method: str, url: str, *, body: bytes | None, headers: dict[str, str], seconds: float
    ) -> Answer:
        whole, within = URL(url, encoded=True), aiohttp.ClientTimeout(total=seconds)
        async with self._session.request(
            method, whole, data=body, headers=headers, allow_redirects=False, timeout=within
        ) as answer:
            return Answer(answer.status, await answer.read())

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        """Made when the loop runs. httpx takes several times as long for a request, and a search waits for it."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
