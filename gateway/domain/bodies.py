"""How large a request's body may be, and how long it may take to arrive: one address takes files."""

from typing import NamedTuple

KIB = 1024
UPLOADS = ("POST", "/v1/helpdesk/attachments")
LARGEST_BYTES = 1024 * KIB
# What a form puts around its file.
FORM_BYTES = 64 * KIB


class Allowance(NamedTuple):
    """`silence` is the longest wait for the next piece, `seconds` for the whole."""

    bytes: int
    seconds: float
    silence: float


class Allowances:
    """What each request may bring."""

    def __init__(self, *, largest_file: int, seconds: float) -> None:
        """`largest_file` is in bytes; an ordinary body, and a file's next piece, may take so many `seconds`."""
        self._upload = Allowance(bytes=largest_file + FORM_BYTES, seconds=600.0, silence=seconds)
        self._ordinary = Allowance(bytes=LARGEST_BYTES, seconds=seconds, silence=seconds)

    def of(self, method: str, path: str) -> Allowance:
        return self._upload if (method, path) == UPLOADS else self._ordinary
