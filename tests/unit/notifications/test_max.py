"""MAX's answers and silences become what can be done about them, and none of it shows the token."""

import itertools
import json
import ssl
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.notifications.clients.max import OFFICIAL_BASE, Max
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

TOKEN = "f9LHodD0cOL-secret"
SENT = {"message": {"body": {"mid": "mid.1", "seq": 116993690454357274, "text": "Hello"}}}
REPORT = OutgoingFile(uuid4(), "report.pdf", "application/pdf", 3)
Answering = Callable[[httpx.Request], httpx.Response]


def max_of(answer: Answering, *, base: str = OFFICIAL_BASE) -> Max:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Max(base, client=client, not_ready_pauses=(0.0, 0.0))


async def refused(answer: Answering) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await max_of(answer).send(TOKEN, chat_id=7, text="Hello")
    assert TOKEN not in str(caught.value)
    return caught.value


def said(status: int, code: str, message: str = "") -> Answering:
    return lambda _: httpx.Response(status, json={"code": code, "message": message})


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (403, "chat.denied", "error.dialog.suspended", Blocked),
        (403, "access.denied", "no access", Blocked),
        (404, "chat.not.found", "Chat not found", ChatNotFound),
        (404, "not.found", "nothing", ChatNotFound),
        (400, "proto.payload", "text: size must be between 0 and 4000", Permanent),
        (400, "attachment.not.ready", "errors.process.attachment", Temporary),
        (401, "verify.token", "Invalid access_token", AuthFailed),
        (413, "too.large", "body", TooLarge),
        (429, "too.many.requests", "slower", RateLimited),
        (500, "internal.error", "sorry", Temporary),
        (503, "service.unavailable", "sorry", Temporary),
    ],
)
async def test_a_refusal_is_understood(status: int, code: str, message: str, kind: type[PlatformError]) -> None:
    refusal = await refused(said(status, code, message))
    assert isinstance(refusal, kind)
    assert refusal.reason == f"{code}: {message}"


@pytest.mark.parametrize(
    ("header", "seconds"), [({}, None), ({"Retry-After": "17"}, 17), ({"Retry-After": "soon"}, None)]
)
async def test_too_many_requests_say_when_to_come_back_if_max_does(header: dict[str, str], seconds: int | None) -> None:
    refusal = await refused(lambda _: httpx.Response(429, headers=header, json={"code": "too.many.requests"}))
    assert isinstance(refusal, RateLimited)
    assert refusal.retry_after_seconds == seconds


async def test_a_no_with_a_status_that_says_yes_is_a_no() -> None:
    messenger = max_of(lambda _: httpx.Response(200, json={"success": False, "message": "not yours"}))
    with pytest.raises(Permanent, match="not yours"):
        await messenger.edit(TOKEN, chat_id=7, message_id="mid.1", text="New")


async def test_a_proxy_that_answers_with_a_page_is_a_temporary_trouble() -> None:
    refusal = await refused(lambda _: httpx.Response(502, html="<h1>Bad Gateway</h1>"))
    assert (type(refusal), refusal.reason) == (Temporary, "HTTP 502")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError, Temporary),
        (httpx.ConnectTimeout, Temporary),
        (httpx.PoolTimeout, Temporary),
        (httpx.ReadTimeout, UnknownIfDone),
        (httpx.WriteError, UnknownIfDone),
        (httpx.RemoteProtocolError, UnknownIfDone),
    ],
)
async def test_silence_before_sending_and_after_it_are_told_apart(
    error: type[httpx.TransportError], kind: type[PlatformError]
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error(f"silence from {request.url}")

    assert type(await refused(fail)) is kind


async def test_a_success_that_cannot_be_read_leaves_it_unknown() -> None:
    assert type(await refused(lambda _: httpx.Response(200, text="hello"))) is UnknownIfDone
    assert type(await refused(lambda _: httpx.Response(200, json={"message": {}}))) is UnknownIfDone


async def test_the_token_goes_as_it_is_in_its_header_and_never_to_where_files_are() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        match request.url.path:
            case "/uploads":
                return httpx.Response(200, json={"url": "https://files.max.example/place"})
            case "/place":
                return httpx.Response(200, json={"token": "file-1"})
        return httpx.Response(200, json=SENT)

    await max_of(answer).send_file(TOKEN, chat_id=7, file=REPORT, content=b"pdf")
    assert [request.headers.get("Authorization") for request in asked] == [TOKEN, None, TOKEN]
    assert not any(TOKEN in str(request.url) for request in asked)


@pytest.mark.parametrize(("tries", "outcome"), [(2, "mid.1"), (3, None)])
async def test_a_file_is_sent_once_it_is_ready(tries: int, outcome: str | None) -> None:
    counted = itertools.count()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/uploads":
            return httpx.Response(200, json={"url": f"{OFFICIAL_BASE}/place"})
        if request.url.path == "/place":
            return httpx.Response(200, json={"photos": {"a": {"token": "photo-1"}}})
        assert json.loads(request.content)["attachments"] == [{"type": "file", "payload": {"token": "photo-1"}}]
        if next(counted) < tries:
            return httpx.Response(400, json={"code": "attachment.not.ready", "message": "wait"})
        return httpx.Response(200, json=SENT)

    sending = max_of(answer).send_file(TOKEN, chat_id=7, file=REPORT, content=b"pdf")
    if outcome:
        assert await sending == outcome
    else:
        with pytest.raises(Temporary):
            await sending


async def test_silence_while_a_file_is_brought_sends_nothing_and_can_be_repeated() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("silence")

    with pytest.raises(Temporary):
        await max_of(answer).send_file(TOKEN, chat_id=7, file=REPORT, content=b"pdf")


@pytest.mark.parametrize("address", ["http://files.max.example/1", "file:///etc/passwd", "", "//x"])
async def test_a_file_is_fetched_from_https_addresses_only(address: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"called {request.url}")

    with pytest.raises(Permanent):
        await max_of(never).fetch(TOKEN, InboundFile(address, "a", "text/plain", None), limit=10)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "токен", "x" * 256])
async def test_what_cannot_be_a_token_is_not_even_tried(token: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"called {request.url}")

    with pytest.raises(AuthFailed):
        await max_of(never).identify(token)


def test_only_an_imitation_calls_plain_http() -> None:
    assert Max().calls("https://desk.example/hooks/max/1")
    assert not Max().calls("http://127.0.0.1:8080/hooks/max/1")
    assert Max("http://127.0.0.1:8082").calls("http://127.0.0.1:8080/hooks/max/1")


def test_a_file_of_authorities_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Max(ca_file=str(tmp_path / "none.pem"))
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        Max(ca_file=str(wrong))
