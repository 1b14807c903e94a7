"""An answer says how the caller stands by the tightest of the budgets that the request came out of."""

import pytest

from gateway.api.asgi import Message
from gateway.api.visit import Visit
from gateway.domain.budget import Standing


async def headers_after(*standings: Standing) -> dict[bytes, bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    visit = Visit({"type": "http", "method": "GET", "path": "/", "headers": []}, send=send)
    for standing in standings:
        visit.stands(standing)
    await visit.start(200, [])
    return dict(sent[0]["headers"])


def standing(limit: int, remaining: int, *, allowed: bool = True) -> Standing:
    return Standing(limit, remaining, 30, allowed)


@pytest.mark.parametrize(
    ("standings", "told"),
    [
        ([standing(100, 50), standing(1000, 40)], (b"1000", b"40")),
        ([standing(100, 40), standing(1000, 50)], (b"100", b"40")),
        ([standing(100, 0), standing(1000, 0, allowed=False)], (b"1000", b"0")),
    ],
)
async def test_the_tightest_is_told(standings: list[Standing], told: tuple[bytes, bytes]) -> None:
    headers = await headers_after(*standings)
    assert (headers[b"ratelimit-limit"], headers[b"ratelimit-remaining"]) == told
    assert headers[b"ratelimit-reset"] == b"30"


async def test_without_budgets_nothing_is_told() -> None:
    assert [name for name in await headers_after() if name.startswith(b"ratelimit")] == []
