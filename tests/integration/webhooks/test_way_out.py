"""The way out: whatever a URL, a name server or a receiver says, only checked addresses are reached, and in bounds."""

import asyncio
import gzip
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.ports import free_port
from services.webhooks.clients import receivers, resolver
from services.webhooks.clients.receivers import HttpReceivers
from services.webhooks.clients.resolver import Resolver, system_look_up
from services.webhooks.domain.addresses import AddressPolicy
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.outcome import Answer
from services.webhooks.domain.secret import Secret
from services.webhooks.domain.target import BadUrl, read_target
from shared.clock import utc_now
from tests.unit.webhooks.builders import AT

# Two addresses of this machine: the one stands for all that is public, the other for all that is inside.
PUBLIC, INSIDE = "127.0.0.2", "127.0.0.1"
POLICY = AddressPolicy(allowed=(ip_network(f"{PUBLIC}/32"),))
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Listener:
    """A port on both addresses; `asked` is what came at each, `answer` what goes back, and `endless` for ever after."""

    port: int
    answer: bytes = OK
    endless: bytes = b""
    asked: dict[str, list[bytes]] = field(default_factory=lambda: {PUBLIC: [], INSIDE: []})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.asked[writer.get_extra_info("sockname")[0]].append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            while self.endless:
                writer.write(self.endless)
                await writer.drain()
                await asyncio.sleep(0.01)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def listener() -> AsyncIterator[Listener]:
    made = Listener(free_port())
    async with await asyncio.start_server(made.serve, [PUBLIC, INSIDE], made.port) as server:
        yield made
        server.close()


@asynccontextmanager
async def way_out(
    look_up: Callable[[str], Sequence[str]], *, policy: AddressPolicy = POLICY
) -> AsyncIterator[HttpReceivers]:
    async def asked(host: str) -> Sequence[str]:
        return look_up(host)

    out = HttpReceivers(Resolver(policy, look_up=asked))
    try:
        yield out
    finally:
        await out.close()


async def send(out: HttpReceivers, endpoint: Endpoint) -> Answer:
    return await out.post(endpoint, webhook_id="msg_1", body=b'{"type":"test"}', at=utc_now())


def at(listener: Listener, *, scheme: str = "http") -> Endpoint:
    return Endpoint(
        id=UUID(int=1),
        tenant_id=UUID(int=2),
        url=f"{scheme}://hooks.example.com:{listener.port}/hook",
        events=("*",),
        format="messenger",
        description="",
        enabled=True,
        secrets=(Secret(None, "whsec_" + b64encode(bytes(32)).decode()),),
        created_at=AT,
        updated_at=AT,
    )


async def test_a_name_leads_to_its_checked_address_and_is_named_in_the_request(listener: Listener) -> None:
    async with way_out(lambda _: [PUBLIC]) as out:
        answer = await send(out, at(listener))
    assert (answer.status_code, answer.response) == (200, "ok")
    assert f"Host: hooks.example.com:{listener.port}\r\n".encode() in listener.asked[PUBLIC][0]


@pytest.mark.parametrize("found", [[INSIDE], [PUBLIC, INSIDE], [INSIDE, PUBLIC], ["::1"], ["10.0.0.1", PUBLIC], []])
async def test_a_name_that_leads_inside_is_not_reached(listener: Listener, found: list[str]) -> None:
    async with way_out(lambda _: found) as out:
        answer = await send(out, at(listener))
    assert answer.status_code is None
    assert (answer.error or "").startswith("the URL ")
    assert listener.asked == {PUBLIC: [], INSIDE: []}


@pytest.mark.parametrize("first", [0, 1])
async def test_an_answer_that_changes_between_two_look_ups_never_leads_inside(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    """A name server that says one thing to whoever checks and another to whoever connects."""
    monkeypatch.setattr(resolver, "GOOD_FOR_SECONDS", 0.0)
    turns = iter(range(first, 1_000))
    async with way_out(lambda _: [PUBLIC] if next(turns) % 2 == 0 else [INSIDE]) as out:
        answers = [await send(out, at(listener)) for _ in range(6)]
    assert listener.asked[INSIDE] == []
    assert all(answer.status_code == 200 or answer.error for answer in answers)


async def test_a_name_that_was_public_when_it_was_saved_is_looked_up_again(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver, "GOOD_FOR_SECONDS", 0.0)
    found = [PUBLIC]
    async with way_out(lambda _: found) as out:
        assert (await send(out, at(listener))).status_code == 200
        found[:] = [INSIDE]
        assert (await send(out, at(listener))).status_code is None
    assert len(listener.asked[PUBLIC]) == 1
    assert listener.asked[INSIDE] == []


@pytest.mark.parametrize("host", ["localhost", "localhost.", "desk.localhost", "metadata.google.internal"])
async def test_names_of_this_machine_and_of_a_clouds_metadata_are_refused(host: str) -> None:
    with pytest.raises(BadUrl):
        await Resolver(AddressPolicy(), look_up=system_look_up).check(read_target(f"http://{host}/"))


@pytest.mark.parametrize("url", ["https://desk.example.com/v1/helpdesk/tickets", "https://DESK.example.com:443/"])
async def test_no_webhook_goes_to_the_desk_itself(url: str) -> None:
    async def public(_: str) -> Sequence[str]:
        return [PUBLIC]

    own = Resolver(POLICY, look_up=public, own=read_target("https://desk.example.com"))
    with pytest.raises(BadUrl):
        await own.check(read_target(url))
    await own.check(read_target("https://desk.example.com:8443/"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}/inside", "file:///etc/passwd", "gopher://127.0.0.1/"])
async def test_a_redirect_leads_nowhere(listener: Listener, status: int, place: str) -> None:
    location = place.format(port=listener.port)
    listener.answer = f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    async with way_out(lambda _: [PUBLIC]) as out:
        assert (await send(out, at(listener))).status_code == status
    assert len(listener.asked[PUBLIC]) == 1
    assert listener.asked[INSIDE] == []


async def test_a_proxy_in_the_environment_is_not_asked(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{INSIDE}:{listener.port}")
    async with way_out(lambda _: [PUBLIC]) as out:
        assert (await send(out, at(listener))).status_code == 200
    assert listener.asked[INSIDE] == []


async def test_a_certificate_that_nobody_vouches_for_is_a_failure(tmp_path: Path) -> None:
    secured = Listener(free_port())
    server = await asyncio.start_server(secured.serve, PUBLIC, secured.port, ssl=of_own_making(tmp_path))
    async with server, way_out(lambda _: [PUBLIC]) as out:
        answer = await send(out, at(secured, scheme="https"))
        server.close()
    assert answer.status_code is None
    assert "certificate" in (answer.error or "")
    assert secured.asked[PUBLIC] == []


def of_own_making(directory: Path) -> ssl.SSLContext:
    """A certificate for the right name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example.com")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(utc_now() - timedelta(days=1))
        .not_valid_after(utc_now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = directory / "both.pem"
    unlocked = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize(
    ("head", "endless"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Drip: ", b"a"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["head", "body", "chunks"],
)
async def test_an_answer_that_drips_is_given_up(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, head: bytes, endless: bytes
) -> None:
    monkeypatch.setattr(receivers, "TOTAL_SECONDS", 0.5)
    listener.answer, listener.endless = head, endless
    async with way_out(lambda _: [PUBLIC]) as out:
        answer = await send(out, at(listener))
    assert answer.status_code is None
    assert "no whole answer" in (answer.error or "")
    assert answer.latency_ms < 2_000


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 1_000_000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(100_000)) + b"\r\n",
        b"\x00\x01\x02 not HTTP at all\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n",
    ],
    ids=["long header", "many headers", "not HTTP", "nothing", "cut off", "bad length"],
)
async def test_an_answer_that_is_none_is_a_failure(listener: Listener, answer: bytes) -> None:
    listener.answer = answer
    async with way_out(lambda _: [PUBLIC]) as out:
        heard = await send(out, at(listener))
    assert not heard.came
    assert heard.error is not None


async def test_of_a_huge_answer_little_is_read_and_less_is_kept(listener: Listener) -> None:
    listener.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
    listener.endless = b"x" * 65_536
    async with way_out(lambda _: [PUBLIC]) as out:
        answer = await send(out, at(listener))
    assert answer.status_code == 200
    assert len(answer.response) == receivers.MOST_KEPT


async def test_a_packed_answer_is_not_unpacked(listener: Listener) -> None:
    bomb = gzip.compress(b"\x00" * 50_000_000)
    listener.answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb
    async with way_out(lambda _: [PUBLIC]) as out:
        answer = await send(out, at(listener))
    assert answer.status_code == 200
    assert len(answer.response) <= receivers.MOST_KEPT
