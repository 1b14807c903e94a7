"""Telegram's answers and silences become what can be done about them, and none of it shows the token."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from services.notifications.clients.telegram import OFFICIAL_BASE, PHOTO_BYTES, UPLOAD_BYTES, Telegram
from services.notifications.domain.content import OutgoingFile
from services.notifications.domain.inbound import InboundFile
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    TooLarge,
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


def refusing(**descriptions: str) -> Answering:
    """Refuses the methods that are named with a 400 and answers the others with a message."""

    def answer(request: httpx.Request) -> httpx.Response:
        description = descriptions.get(request.url.path.rpartition("/")[2])
        if description is None:
            return httpx.Response(200, json={"ok": True, "result": {"message_id": 7}})
        return said(400, f"Bad Request: {description}")(request)

    return answer


def file_of(content_type: str) -> OutgoingFile:
    return OutgoingFile(uuid4(), "a", content_type, 1)


@pytest.mark.parametrize(
    ("content_type", "size", "methods"),
    [
        ("image/png", PHOTO_BYTES, ["sendPhoto"]),
        ("image/png", PHOTO_BYTES + 1, ["sendDocument"]),
        ("image/svg+xml", 1, ["sendDocument"]),
        ("application/pdf", 1, ["sendDocument"]),
    ],
)
async def test_an_image_is_a_photo_where_telegram_takes_it_as_one(
    content_type: str, size: int, methods: list[str]
) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path.rpartition("/")[2])
        return refusing()(request)

    sent = await telegram(answer).send_file(TOKEN, chat_id=7, file=file_of(content_type), content=b"x" * size)
    assert (sent, asked) == ("7", methods)


async def test_what_telegram_takes_for_no_photo_goes_as_a_document() -> None:
    messenger = telegram(refusing(sendPhoto="PHOTO_INVALID_DIMENSIONS"))
    assert await messenger.send_file(TOKEN, chat_id=7, file=file_of("image/png"), content=b"x") == "7"


async def test_a_file_too_large_is_not_even_tried() -> None:
    with pytest.raises(TooLarge):
        await telegram(refusing()).send_file(
            TOKEN, chat_id=7, file=file_of("application/zip"), content=bytes(UPLOAD_BYTES + 1)
        )


async def test_a_customers_file_that_telegram_does_not_give_is_too_large() -> None:
    with pytest.raises(TooLarge):
        await telegram(refusing(getFile="file is too big")).fetch(
            TOKEN, InboundFile("id", "a", "text/plain", None), limit=10
        )


async def test_only_what_changes_nothing_is_a_success_without_a_change() -> None:
    same = refusing(editMessageText="message is not modified: specified new message content is the same")
    await telegram(same).edit(TOKEN, chat_id=7, message_id="7", text="Same")
    with pytest.raises(Permanent, match="not found"):
        await telegram(refusing(editMessageText="message to edit not found")).edit(
            TOKEN, chat_id=7, message_id="7", text="New"
        )


async def test_only_a_press_too_old_needs_no_answer() -> None:
    old = refusing(answerCallbackQuery="query is too old and response timeout expired or query ID is invalid")
    await telegram(old).acknowledge(TOKEN, press_id="1", text="Noted")
    with pytest.raises(Permanent, match="TOO_LONG"):
        await telegram(refusing(answerCallbackQuery="MESSAGE_TOO_LONG")).acknowledge(
            TOKEN, press_id="1", text="x" * 201
        )
