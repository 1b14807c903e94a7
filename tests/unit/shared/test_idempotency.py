"""What a keyed request is told apart by, and what is kept of its answer."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive

from shared.errors import Malformed
from shared.idempotency.answer import Answer
from shared.idempotency.incoming import WHOLE_BYTES, Hash, Incoming, boundary_in

PIECES = st.lists(st.binary(max_size=40), max_size=8)


def digest(pieces: Sequence[bytes], *, boundary: bytes = b"") -> bytes:
    hashed = Hash(boundary=boundary)
    for piece in pieces:
        hashed.feed(piece)
    return hashed.digest()


def receiving(*pieces: bytes, broken: bool = False) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append(
        {"type": "http.disconnect"} if broken else {"type": "http.request", "body": b"", "more_body": False}
    )
    waiting = iter(messages)

    async def receive() -> Message:
        return next(waiting)

    return receive


def incoming(receive: Receive, *, rights: str = "", query: bytes = b"") -> Incoming:
    return Incoming({"type": "http", "headers": [], "query_string": query}, receive, rights=rights)


@given(PIECES, st.sampled_from([b"", b"--x", b"ab", b"aa"]))
def test_a_body_is_the_same_however_it_is_cut(pieces: list[bytes], boundary: bytes) -> None:
    whole = b"".join(pieces)
    assert digest(pieces, boundary=boundary) == digest([whole], boundary=boundary)
    assert digest([bytes([each]) for each in whole], boundary=boundary) == digest([whole], boundary=boundary)


@given(st.text("ab-\r\n", min_size=1, max_size=60), st.integers(min_value=1, max_value=9))
def test_a_form_is_the_same_whatever_separates_its_parts(parts: str, size: int) -> None:
    def sent(boundary: bytes) -> bytes:
        whole = boundary.join(part.encode() for part in parts.split("-"))
        return digest([whole[at : at + size] for at in range(0, len(whole), size)], boundary=boundary)

    assert sent(b"#one#") == sent(b"%another-one%")


def test_only_a_form_has_a_boundary() -> None:
    assert boundary_in("application/json") == b""
    assert boundary_in('multipart/form-data; charset=utf-8; boundary="abc"') == b"abc"
    assert boundary_in("multipart/form-data; boundary=a-b_c") == b"a-b_c"


async def test_a_small_body_is_known_before_it_is_handed_on_and_handed_on_whole() -> None:
    request = incoming(receiving(b"one ", b"two"))
    await request.begin()
    assert request.ended
    heard = [await request.receive() for _ in range(3)]
    assert b"".join(each["body"] for each in heard) == b"one two"
    assert [each["more_body"] for each in heard] == [True, True, False]


async def test_a_large_body_is_hashed_in_passing() -> None:
    pieces = [b"x" * (WHOLE_BYTES // 2)] * 5
    passing, drained = incoming(receiving(*pieces)), incoming(receiving(*pieces))
    await passing.begin()
    assert not passing.ended
    size, more = 0, True
    while more:
        message = await passing.receive()
        size, more = size + len(message["body"]), message["more_body"]
    assert size == len(pieces) * len(pieces[0])
    await drained.begin()
    assert await passing.fingerprint() == await drained.fingerprint()


async def test_who_asks_and_the_query_are_part_of_what_is_asked() -> None:
    prints = {
        await incoming(receiving(b"x"), rights=rights, query=query).fingerprint()
        for rights in ("a", "b")
        for query in (b"", b"c")
    }
    assert len(prints) == 4


async def test_a_body_that_breaks_off_is_no_request() -> None:
    with pytest.raises(Malformed):
        await incoming(receiving(b"x", broken=True)).begin()


@given(
    st.integers(200, 599), st.binary(max_size=100), st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9)))
)
def test_an_answer_comes_back_as_it_was_kept(status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    answer = Answer(status, tuple(headers), body)
    assert Answer.from_text(answer.to_text()) == answer


def test_only_what_would_be_answered_again_is_final() -> None:
    final = [status for status in range(200, 600) if Answer(status, (), b"").final]
    assert final == [*range(200, 300), *(status for status in range(400, 500) if status != 429)]
