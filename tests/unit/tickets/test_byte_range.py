"""A `Range` header is read as the standard says, and what cannot be read asks for everything."""

import pytest

from services.tickets.domain.byte_range import ByteRange, byte_range


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=3-5", 3, 5),
        ("bytes=3-", 3, 9),
        ("bytes=3-100", 3, 9),
        ("bytes=-4", 6, 9),
        ("bytes=-100", 0, 9),
        ("bytes=9-9999999999999999999", 9, 9),
    ],
)
def test_a_part(header: str, first: int, last: int) -> None:
    assert byte_range(header, size=10) == ByteRange(first, last)


@pytest.mark.parametrize(
    "header", [None, "", "bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,3-4", "chunks=0-1", "bytes=a-b", "bytes=١-٢"]
)
def test_everything(header: str | None) -> None:
    assert byte_range(header, size=10) == ByteRange(0, 9)


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_nothing(header: str) -> None:
    assert byte_range(header, size=10) is None
