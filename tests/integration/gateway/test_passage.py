"""What reaches a service through the gateway, and what comes back."""

import gzip
import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.identity import HEADER, verify
from shared.ids import new_id
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import BIG_BYTES, Heard, pieces

MIB = 1024 * 1024


def last(gateway: Gateway) -> Heard:
    return gateway.echo.heard[-1]


async def test_a_service_hears_who_asks_in_a_signed_header(gateway: Gateway) -> None:
    agent_id = str(new_id())
    shown = await gateway.key(role="agent", name="Reply bot", agent_id=agent_id)
    await gateway.client.get(
        TICKETS, headers={"Authorization": f"Bearer {shown['key']}", "X-Request-Id": "my.request-1"}
    )
    caller = verify(last(gateway).header(HEADER) or "", secret=gateway.stack.settings["HELPDESK_IDENTITY_SECRET"])
    assert (caller.tenant_id, caller.key_id, caller.agent_id) == (shown["tenant_id"], shown["id"], agent_id)
    assert (caller.role, caller.name, caller.surface, caller.request_id) == (
        "agent",
        "Reply bot",
        "messenger",
        "my.request-1",
    )
    assert set(caller.scopes) == {"read:helpdesk", "write:helpdesk"}
    assert last(gateway).header("x-request-id") == "my.request-1"


async def test_a_customers_key_speaks_for_its_contact(gateway: Gateway) -> None:
    contact_id = str(new_id())
    await gateway.client.get(TICKETS, headers=await gateway.bearer(role="customer", contact_id=contact_id))
    caller = verify(last(gateway).header(HEADER) or "", secret=gateway.stack.settings["HELPDESK_IDENTITY_SECRET"])
    assert (caller.role, caller.contact_id, caller.agent_id) == ("customer", contact_id, None)


async def test_a_forged_identity_does_not_get_through(gateway: Gateway) -> None:
    forged = {
        HEADER: "forged",
        "X-Helpdesk-Other": "1",
        "X-Tenant-Id": "1",
        "Forwarded": "for=1.2.3.4",
        "X-Forwarded-For": "1.2.3.4",
        "X-Real-Ip": "1.2.3.4",
        "Cookie": "a=b",
        "Connection": "keep-alive, X-Hop",
        "X-Hop": "1",
        "Proxy-Authorization": "x",
        "TE": "trailers",
        "X-Kept": "yes",
    }
    await gateway.client.get(TICKETS, headers={**await gateway.bearer(), **forged})
    heard = last(gateway)
    assert heard.header(HEADER) != "forged"
    assert heard.header("x-forwarded-for") == "127.0.0.1"
    assert heard.header("x-forwarded-host") == httpx.URL(gateway.stack.base_url).netloc.decode()
    assert heard.header("x-kept") == "yes"
    gone = {"authorization", "x-helpdesk-other", "x-tenant-id", "forwarded", "x-real-ip", "cookie", "x-hop", "te"}
    assert gone & {name for name, _ in heard.headers} == set()


async def test_path_query_and_body_arrive_as_they_were_sent(gateway: Gateway) -> None:
    body = gzip.compress(b"whatever")
    headers = {**await gateway.bearer(), "Content-Encoding": "gzip", "Accept-Encoding": "br", "Idempotency-Key": "1"}
    target = f"{TICKETS}/a%20b?q=%2f..%2f&x=a+b&x=%D1%8F"
    answer = await gateway.client.post(target, content=body, headers=headers)
    assert answer.json() == {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    heard = last(gateway)
    assert (heard.method, heard.target, heard.body) == ("POST", target, body)
    assert [heard.header(name) for name in ("content-encoding", "accept-encoding", "idempotency-key")] == [
        "gzip",
        "br",
        "1",
    ]


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 300_000, MIB])
async def test_a_body_up_to_the_limit_arrives_whole_with_and_without_a_length(gateway: Gateway, size: int) -> None:
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    headers = await gateway.bearer()
    for content in (body, chunked(body)):
        answer = await gateway.client.post(TICKETS, content=content, headers=headers)
        assert answer.json() == {"bytes": size, "sha256": hashlib.sha256(body).hexdigest()}


async def test_a_body_beyond_the_limit_is_refused_with_and_without_a_length(gateway: Gateway) -> None:
    headers = await gateway.bearer()
    before = len(gateway.echo.heard)
    for content in (b"x" * (MIB + 1), chunked(b"x" * (MIB + 1))):
        answer = await gateway.client.post(TICKETS, content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "payload_too_large"
    assert len(gateway.echo.heard) == before


async def test_the_length_alone_refuses_a_body_that_was_never_sent(gateway: Gateway) -> None:
    key = (await gateway.key())["key"]
    head = f"POST {TICKETS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 99999999\r\n\r\n"
    assert (await gateway.raw(head.encode())).status == 413


async def test_two_lengths_are_refused(gateway: Gateway) -> None:
    key = (await gateway.key())["key"]
    head = f"POST {TICKETS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
    both = "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
    before = len(gateway.echo.heard)
    assert (await gateway.raw((head + both).encode())).status == 400
    assert (await gateway.raw((head + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde").encode())).status == 400
    assert len(gateway.echo.heard) == before


@pytest.mark.parametrize("query", ["", "?length=1"])
async def test_a_big_answer_streams_through_intact(gateway: Gateway, query: str) -> None:
    expected = hashlib.sha256(b"".join(pieces())).hexdigest()
    answer = await gateway.client.get(f"/v1/helpdesk/big{query}", headers=await gateway.bearer())
    assert len(answer.content) == BIG_BYTES
    assert hashlib.sha256(answer.content).hexdigest() == expected


async def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(gateway: Gateway) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await gateway.client.get("/v1/helpdesk/broken", headers=await gateway.bearer())
    assert (await gateway.client.get(TICKETS, headers=await gateway.bearer())).status_code == 200


@pytest.mark.parametrize("status", [201, 204, 304, 307, 401, 404, 409, 422, 500])
async def test_a_services_own_answer_comes_back_as_it_is(gateway: Gateway, status: int) -> None:
    answer = await gateway.client.get(f"/v1/helpdesk/status?is={status}", headers=await gateway.bearer())
    assert (answer.status_code, answer.headers["x-seen"]) == (status, "1")
    assert answer.content == (b"" if status in {204, 304} else b'{"said": "by the service"}')


async def test_an_encoded_answer_is_not_decoded(gateway: Gateway) -> None:
    async with gateway.client.stream("GET", "/v1/helpdesk/gzip", headers=await gateway.bearer()) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert b"".join([chunk async for chunk in answer.aiter_raw()]) == b"\x1f\x8bnot to be touched"


async def test_head_brings_the_length_and_no_body(gateway: Gateway) -> None:
    answer = await gateway.client.head(TICKETS, headers=await gateway.bearer())
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("given", ["a", "A-b_c.9", "x" * 128])
async def test_a_sane_request_id_is_kept(gateway: Gateway, given: str) -> None:
    for headers in (await gateway.bearer(), {}):
        answer = await gateway.client.get(TICKETS, headers={**headers, "X-Request-Id": given})
        assert answer.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", [None, "", "a b", "x" * 129, "a/b", "a\tb"])
async def test_any_other_request_id_is_replaced(gateway: Gateway, given: str | None) -> None:
    headers = {} if given is None else {"X-Request-Id": given}
    answer = await gateway.client.get(TICKETS, headers=headers)
    made = answer.headers["x-request-id"]
    assert made != given
    assert len(made) == 32
    assert answer.json()["request_id"] == made


@pytest.mark.parametrize(
    "path",
    [
        "/v1/helpdesk/tickets/../webhooks",
        "/v1/helpdesk//tickets",
        "/v1//helpdesk/tickets",
        "/v1/helpdesk/tickets%2f..%2fwebhooks",
        "/v1/helpdesk/%2e%2e/internal",
        "/v1/helpdesk/tickets;a=b",
        "/v1/helpdesk\\tickets",
        "/v1/helpdesk/tickets%00",
        "/v1/helpdesk/tickets/",
        "/internal/search",
        "/nothing",
        "/",
        "/ADMIN/tenants",
    ],
)
async def test_an_odd_or_unknown_path_reaches_no_service(gateway: Gateway, path: str) -> None:
    key = (await gateway.key())["key"]
    before = len(gateway.echo.heard)
    answer = await gateway.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
    assert answer.status == 404
    assert answer.error["code"] == "not_found"
    assert len(gateway.echo.heard) == before


async def chunked(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 30_000):
        yield body[start : start + 30_000]
