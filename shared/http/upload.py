"""Reading one file out of a `multipart/form-data` body as it comes: nothing of it is spooled or gathered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from shared.errors import Invalid, Malformed, UnsupportedType

MOST_HEADERS = 16
LONGEST_HEADER_BYTES = 4 * 1024


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """The head of a part that is a file; `pieces` brings its bytes and reads the body to its end."""

    name: str
    content_type: str
    pieces: AsyncIterator[bytes]


async def incoming_file(request: Request, *, field: str) -> IncomingFile:
    """The file in the part called `field`; other parts are read over.

    Raises UnsupportedType where the body is no form, Malformed where it cannot be read or breaks off, and Invalid where
    it has no such file. `pieces` raises Malformed too, and Invalid for a second one.
    """
    form = _Form(_boundary(request), field=field)
    pieces = _read(request, form)
    async for start in pieces:
        if form.head is not None:
            name, content_type = form.head
            return IncomingFile(name, content_type, _rest(start, pieces))
    raise Invalid.field(field, f"The form needs a file in a part named {field}.")


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise UnsupportedType("The body must be a multipart/form-data form.")
    if not (boundary := options.get(b"boundary")):
        raise Malformed("The form's content type has no boundary.")
    return boundary


async def _rest(start: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield start
    async for piece in pieces:
        yield piece


async def _read(request: Request, form: "_Form") -> AsyncIterator[bytes]:
    """What each arrival brings of the file: the first one with its head, even if that brings no byte of it yet."""
    begun = False
    try:
        async for arrived in request.stream():
            piece = form.feed(arrived)
            if piece or (form.head is not None and not begun):
                begun = True
                yield piece
    except ClientDisconnect:
        raise Malformed("The body broke off.") from None
    if not form.ended:
        raise Malformed("The form broke off.")


class _Form:
    """A push parser's callbacks; keeps the bytes of one arrival at most."""

    def __init__(self, boundary: bytes, *, field: str) -> None:
        self.head: tuple[str, str] | None = None
        self.ended = False
        self._field = field.encode()
        self._inside = False
        self._name, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self._bytes = bytearray()
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._more_name,
                    "on_header_value": self._more_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._end_headers,
                    "on_part_data": self._more_bytes,
                    "on_part_end": self._end_part,
                    "on_end": self._end,
                },
                max_header_count=MOST_HEADERS,
                max_header_size=LONGEST_HEADER_BYTES,
            )
        except FormParserError as error:
            raise Malformed(f"The form cannot be read: {error}") from None

    def feed(self, arrived: bytes) -> bytes:
        """The bytes of the file in what arrived. Raises Malformed, and Invalid for a second file."""
        try:
            self._parser.write(arrived)
        except FormParserError:
            raise Malformed("The form cannot be read.") from None
        piece = bytes(self._bytes)
        self._bytes.clear()
        return piece

    def _begin(self) -> None:
        self._headers = {}

    def _more_name(self, arrived: bytes, start: int, end: int) -> None:
        self._name += arrived[start:end]

    def _more_value(self, arrived: bytes, start: int, end: int) -> None:
        self._value += arrived[start:end]

    def _end_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if options.get(b"name") != self._field:
            return
        if self.head is not None:
            raise Invalid.field(self._field.decode(), "The form may have one file only.")
        if (name := options.get(b"filename")) is None:
            raise Invalid.field(self._field.decode(), "This part must be a file, with a filename.")
        content_type = self._headers.get(b"content-type", b"application/octet-stream")
        self.head = name.decode("utf-8", "replace"), content_type.decode("latin-1")
        self._inside = True

    def _more_bytes(self, arrived: bytes, start: int, end: int) -> None:
        if self._inside:
            self._bytes += arrived[start:end]

    def _end_part(self) -> None:
        self._inside = False

    def _end(self) -> None:
        self.ended = True
