"""Callers that keep the gateway waiting: it gives up on them, says so where it can, and closes the connection."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic

import httpx
import pytest
import pytest_asyncio

from tests.integration.gateway.conftest import SERVICES
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Echo
from tests.support.servers import BackingServers
from tests.support.stack import Stack

BOUND = 1.0
MARGIN = 4.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hasty(
    servers: BackingServers, echo: Echo, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """A gateway that waits one second."""
    settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    settings["HELPDESK_ARRIVAL_SECONDS"] = str(BOUND)
    directory = tmp_path_factory.mktemp("hasty")
    async with Stack(servers, directory=directory, settings=settings, services=("gateway",)) as stack:
        gateway = Gateway(stack, echo=echo)
        yield gateway
        await gateway.close()


@dataclass(frozen=True)
class Given:
    """All that came until the gateway closed the connection, and after how many seconds it did."""

    answer: bytes
    seconds: float

    @property
    def status_line(self) -> bytes:
        return self.answer.partition(b"\r\n")[0]


async def given_up(gateway: Gateway, *pieces: bytes, then: bytes = b"") -> Given:
    """Send the pieces at once, after an answer of one JSON object what comes `then`, and listen until the end."""
    return await asyncio.to_thread(_given_up, gateway.stack.base_url, pieces, then)


def _given_up(url: str, pieces: tuple[bytes, ...], then: bytes) -> Given:
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port), timeout=BOUND + MARGIN) as connection:
        for piece in pieces:
            connection.sendall(piece)
        began, said = monotonic(), bytearray()
        while came := connection.recv(65_536):
            said += came
            if then and said.endswith(b"}"):
                connection.sendall(then)
                began, then = monotonic(), b""
                said.clear()
        return Given(bytes(said), monotonic() - began)


def in_time(given: Given) -> bool:
    return BOUND * 0.9 <= given.seconds < BOUND + MARGIN


async def post(gateway: Gateway, *, key: str = "", length: int = 100, path: str = TICKETS) -> bytes:
    key = key or (await gateway.key())["key"]
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {key}", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "Content-Type: application/json", "", ""]).encode()


@pytest.mark.parametrize(
    ("path", "begun"),
    [(TICKETS, 10), (TICKETS, 70_000), ("/v1/helpdesk/keys", 10), ("/v1/helpdesk/attachments", 70_000)],
)
async def test_a_body_that_stops_half_way_is_answered_408_and_the_connection_closed(
    hasty: Gateway, path: str, begun: int
) -> None:
    key = (await hasty.key(role="admin"))["key"]
    given = await given_up(hasty, await post(hasty, key=key, length=100_000, path=path), b"x" * begun)
    assert given.status_line == b"HTTP/1.1 408 Request Timeout", given.answer
    assert b"connection: close" in given.answer
    assert b'"code": "request_timeout"' in given.answer
    assert in_time(given)


async def test_the_operators_bodies_wait_no_longer(hasty: Gateway) -> None:
    head = await post(hasty, key=hasty.stack.operator_token, path="/admin/tenants")
    given = await given_up(hasty, head, b'{"name"')
    assert given.status_line == b"HTTP/1.1 408 Request Timeout", given.answer
    assert in_time(given)


@pytest.mark.parametrize("begun", [b"P", b"POST /v1/help", b"GET / HTTP/1.1\r\nHost: x\r\nX-More: "])
async def test_a_head_that_stops_half_way_is_answered_408_and_the_connection_closed(
    hasty: Gateway, begun: bytes
) -> None:
    given = await given_up(hasty, begun)
    assert given.status_line == b"HTTP/1.1 408 Request Timeout", given.answer
    assert b"connection: close" in given.answer
    assert b'"code":"request_timeout"' in given.answer
    assert in_time(given)


@pytest.mark.parametrize("sent", [b"", b"\r\n"])
async def test_a_connection_that_asks_nothing_is_closed_without_a_word(hasty: Gateway, sent: bytes) -> None:
    given = await given_up(hasty, sent)
    assert given.answer == b""
    assert in_time(given)


@pytest.mark.parametrize(
    ("then", "told"), [(b"GET /heal", b"HTTP/1.1 408 Request Timeout"), (b"\r\n", b"")], ids=["a head", "no head"]
)
async def test_a_kept_connection_is_no_more_patient(hasty: Gateway, then: bytes, told: bytes) -> None:
    given = await given_up(hasty, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", then=then)
    assert given.status_line == told, given.answer
    assert in_time(given)


async def test_who_is_not_slow_notices_nothing(hasty: Gateway) -> None:
    headers = await hasty.bearer()
    for _ in range(3):
        assert (await hasty.client.post(TICKETS, content=b"{}", headers=headers)).status_code == 200
        await asyncio.to_thread(_idle, hasty.stack.base_url)
    assert (await hasty.client.post(TICKETS, content=b"{}", headers=headers)).status_code == 200


def _idle(url: str) -> None:
    """Wait as long as a slow caller is waited for."""
    _given_up(url, (), b"")
