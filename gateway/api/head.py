"""A request's headers, looked at once."""

from gateway.domain.exchange import RawHeaders


class Head:
    """The headers as they came (names in lower case), and by name: of a repeated one the last."""

    __slots__ = ("by_name", "headers")

    def __init__(self, headers: RawHeaders) -> None:
        self.headers = headers
        self.by_name = dict(headers)

    def once(self, name: bytes) -> bytes | None:
        """The header's value; None where it is absent or stands there more than once."""
        value = self.by_name.get(name)
        if value is None or len(self.by_name) == len(self.headers):
            return value
        return value if sum(each == name for each, _ in self.headers) == 1 else None
