"""Telegram's answers and silences become what can be done about them, and none of it shows the token."""

from collections.abc import Callable

import httpx
import pytest

from services.notifications.clients.telegram import OFFICIAL_BASE, Telegram
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    UnknownIfDone,
)

TOKEN = "1000:AAsecret"
Answering = Callable[[httpx.Request], httpx.Response]


def telegram(answer: Answering, *, base: str = OFFICIAL_BASE) -> Telegram:
    return Telegram(base, client=httpx.AsyncClient(transport=httpx.MockTransport(answer)))


async def refused(answer: Answering) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await telegram(answer).send(TOKEN, chat_id=7, text="Hello")
    assert TOKEN not in str(caught.value)
    assert TOKEN not in caught.value.reason
    return caught.value


def said(status: int, description: str) -> Answering:
    body = {"ok": False, "error_code": status, "description": description}
    return lambda _: httpx.Response(status, json=body)


@pytest.mark.parametrize(
    ("status", "description", "kind"),
    [
        (403, "Forbidden: bot was blocked by the user", Blocked),
        (403, "Forbidden: user is deactivated", Blocked),
        (403, "Forbidden: bot can't initiate conversation with a user", Blocked),
        (400, "Bad Request: chat not found", ChatNotFound),
        (400, "Bad Request: PEER_ID_INVALID", ChatNotFound),
        (400, "Bad Request: message text is empty", Permanent),
        (409, "Conflict: terminated by other getUpdates request", Permanent),
        (401, "Unauthorized", AuthFailed),
        (404, "Not Found", AuthFailed),
        (500, "Internal Server Error", Temporary),
    ],
)
async def test_a_refusal_is_understood(status: int, description: str, kind: type[PlatformError]) -> None:
    refusal = await refused(said(status, description))
    assert type(refusal) is kind
    assert refusal.reason == description


async def test_too_many_requests_say_when_to_come_back() -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 17}}
    refusal = await refused(lambda _: httpx.Response(429, json=body))
    assert isinstance(refusal, RateLimited)
    assert refusal.retry_after_seconds == 17


async def test_a_proxy_that_answers_with_a_page_is_a_temporary_trouble() -> None:
    refusal = await refused(lambda _: httpx.Response(502, html="<h1>Bad Gateway</h1>"))
    assert type(refusal) is Temporary
    assert refusal.reason == "HTTP 502"


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_what_never_left_this_machine_was_surely_not_sent(error: type[httpx.TransportError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error(f"no way to {request.url}")

    assert type(await refused(fail)) is Temporary


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout, httpx.ReadError, httpx.WriteTimeout, httpx.WriteError, httpx.RemoteProtocolError]
)
async def test_when_no_answer_was_seen_nobody_knows(error: type[httpx.TransportError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error(f"silence from {request.url}")

    assert type(await refused(fail)) is UnknownIfDone


async def test_a_success_that_cannot_be_read_leaves_it_unknown() -> None:
    assert type(await refused(lambda _: httpx.Response(200, text="hello"))) is UnknownIfDone
    assert type(await refused(lambda _: httpx.Response(200, json={"ok": True, "result": {}}))) is UnknownIfDone


async def test_a_redirect_is_not_followed() -> None:
    elsewhere = {"Location": "https://example.org/"}
    assert type(await refused(lambda _: httpx.Response(302, headers=elsewhere))) is Permanent


@pytest.mark.parametrize("token", ["", "1000", "1000:a/../../x", "1000:a?b", "x:secret", "1000:a b", "1000:a\n"])
async def test_what_cannot_be_a_token_is_not_even_tried(token: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"called {request.url}")

    with pytest.raises(AuthFailed):
        await telegram(never).identify(token)


@pytest.mark.parametrize(
    ("base", "url", "accepted"),
    [
        (OFFICIAL_BASE, "https://desk.example/hooks/telegram/1", True),
        (OFFICIAL_BASE, "http://127.0.0.1:8080/hooks/telegram/1", False),
        (OFFICIAL_BASE + "/", "http://desk.example/hooks/telegram/1", False),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8080/hooks/telegram/1", True),
    ],
)
def test_only_a_server_of_ones_own_calls_plain_http(base: str, url: str, accepted: bool) -> None:
    assert Telegram(base).calls(url) is accepted
