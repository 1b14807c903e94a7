"""Which bytes of a file a `Range` header asks for."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Offsets of the first and the last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def byte_range(header: str | None, *, size: int) -> ByteRange | None:
    """What is asked for of `size` bytes; None where the header asks for nothing that can be had.

    Several ranges, or another unit, ask for the whole file: a server may always answer so.
    """
    asked = _ONE_RANGE.fullmatch(header.strip()) if header is not None else None
    if asked is None or asked[1] == asked[2] == "":
        return ByteRange(0, size - 1)
    if asked[1] == "":
        return ByteRange(max(0, size - int(asked[2])), size - 1) if int(asked[2]) else None
    first, last = int(asked[1]), min(int(asked[2]) if asked[2] else size - 1, size - 1)
    if asked[2] and int(asked[2]) < first:
        return ByteRange(0, size - 1)
    return ByteRange(first, last) if first < size else None
