"""Reading a body: whole where it is small, streamed where it is not, never more than the limit."""

import asyncio
from collections.abc import Iterator

import pytest

from gateway.api.asgi import Message, Receive
from gateway.api.body import WHOLE_BYTES, Body
from gateway.api.head import Head
from gateway.domain.bodies import Allowance
from shared.errors import Malformed, TooLarge, TooSlow

CHUNKED = (b"transfer-encoding", b"chunked")


def brings(*pieces: bytes, breaks_off: bool = False) -> Receive:
    def messages() -> Iterator[Message]:
        for number, piece in enumerate(pieces, start=1):
            yield {"type": "http.request", "body": piece, "more_body": breaks_off or number < len(pieces)}
        yield {"type": "http.disconnect"}

    waiting = messages()

    async def receive() -> Message:
        return next(waiting)

    return receive


def body(*headers: tuple[bytes, bytes], receive: Receive, largest: int = 200_000) -> Body:
    return Body(Head(list(headers)), receive=receive, allowed=Allowance(bytes=largest, seconds=30.0, silence=30.0))


async def test_a_request_without_a_body_has_none() -> None:
    assert await body(receive=brings()).whole_or_stream() is None
    assert await body((b"content-length", b"0"), receive=brings()).whole_or_stream() is None


async def test_a_small_body_comes_whole_however_it_is_framed() -> None:
    assert await body((b"content-length", b"4"), receive=brings(b"ab", b"cd")).whole_or_stream() == b"abcd"
    assert await body(CHUNKED, receive=brings(b"ab", b"cd", b"")).whole_or_stream() == b"abcd"


async def test_a_large_body_is_streamed_intact() -> None:
    pieces = [bytes([number]) * 40_000 for number in range(4)]
    reading = await body(CHUNKED, receive=brings(*pieces)).whole_or_stream()
    assert reading is not None
    assert not isinstance(reading, bytes)
    assert b"".join([piece async for piece in reading]) == b"".join(pieces)


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read() -> None:
    with pytest.raises(TooLarge):
        body((b"content-length", b"200001"), receive=brings())


async def test_a_body_that_grows_beyond_the_limit_is_refused_on_the_way() -> None:
    counted = body(CHUNKED, receive=brings(*[b"x" * WHOLE_BYTES] * 5))
    reading = await counted.whole_or_stream()
    assert reading is not None
    assert not isinstance(reading, bytes)
    with pytest.raises(TooLarge):
        async for _ in reading:
            pass
    assert isinstance(counted.refused, TooLarge)


async def test_a_body_that_breaks_off_is_refused() -> None:
    with pytest.raises(Malformed):
        await body((b"content-length", b"9"), receive=brings(b"ab", breaks_off=True)).whole_or_stream()


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"", "٣".encode(), b"0x10"])
def test_a_length_that_is_no_number_is_refused(length: bytes) -> None:
    with pytest.raises(Malformed):
        body((b"content-length", length), receive=brings())


def test_a_length_said_in_two_ways_is_refused() -> None:
    with pytest.raises(Malformed):
        body((b"content-length", b"3"), CHUNKED, receive=brings())


async def test_a_body_that_comes_too_slowly_is_given_up() -> None:
    hurried = Allowance(bytes=200_000, seconds=0.02, silence=0.02)
    pieces = [b"x" * (WHOLE_BYTES + 1)]

    async def receive() -> Message:
        if pieces:
            return {"type": "http.request", "body": pieces.pop(), "more_body": True}
        return await asyncio.Future()

    begun = Body(Head([CHUNKED]), receive=receive, allowed=hurried)
    reading = await begun.whole_or_stream()
    assert reading is not None
    assert not isinstance(reading, bytes)
    with pytest.raises(TooSlow):
        async for _ in reading:
            pass
    assert isinstance(begun.refused, TooSlow)
    with pytest.raises(TooSlow):
        await Body(Head([CHUNKED]), receive=receive, allowed=hurried).whole_or_stream()
