"""W3C Trace Context: carried from a request to all that it causes. Nothing is measured here, so no span is added."""

import re
from contextvars import ContextVar
from random import getrandbits
from typing import NamedTuple

PARENT, STATE = "traceparent", "tracestate"
LONGEST_STATE = 512

# A later version may add fields after the flags; what of it is known is what version 00 says.
_PARENT = re.compile(
    r"(?:00|(?!00|ff)[0-9a-f]{2}(?=.{53}(?:-|\Z)))-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
_PARENT_LENGTH = 55


class Trace(NamedTuple):
    """`parent` is a valid `traceparent` of version 00; `state` is what came with it, or None."""

    parent: str
    state: str | None = None

    def headers(self) -> dict[str, str]:
        """What goes along with a request that this trace causes."""
        return {PARENT: self.parent} | ({STATE: self.state} if self.state else {})


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def new_trace() -> Trace:
    """A trace that begins here, and that nobody is asked to record."""
    bits = f"{getrandbits(192):048x}"
    return Trace(f"00-{bits[:32]}-{bits[32:]}-00")


def read_trace(parent: str | None, state: str | None = None) -> Trace | None:
    """The trace that two headers name; None where there is none, or it is not written as the standard says."""
    if parent is None:
        return None
    match = _PARENT.match(parent)
    if match is None or (parent.startswith("00") and len(parent) != _PARENT_LENGTH):
        return None
    kept = state if state and len(state) <= LONGEST_STATE and state.isascii() and state.isprintable() else None
    return Trace(f"00{match[0][2:]}", kept)


def begin(trace: Trace | None) -> None:
    """What this task does from now on belongs to this trace, or to none."""
    _trace.set(trace)


def current_trace() -> Trace | None:
    return _trace.get()


def current_traceparent() -> str | None:
    """The `traceparent` of what is being served, to be carried on its events."""
    trace = _trace.get()
    return trace.parent if trace else None
