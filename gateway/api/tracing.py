"""The trace that a request belongs to: the caller's, where it names one as W3C Trace Context says, else a new one."""

from gateway.api.head import Head
from shared.trace import PARENT, STATE, Trace, new_trace, read_trace

_PARENT, _STATE = PARENT.encode(), STATE.encode()


def trace_of(head: Head) -> Trace:
    """The request's trace; what is written otherwise than the standard says begins a new one, without its state."""
    if _PARENT not in head.by_name:
        return new_trace()
    parent = head.once(_PARENT)
    state = b",".join(value for name, value in head.headers if name == _STATE)
    return read_trace(parent.decode("latin-1") if parent else None, state.decode("latin-1")) or new_trace()


def trace_headers(trace: Trace) -> list[tuple[bytes, bytes]]:
    """What a service hears of the trace."""
    parent = (_PARENT, trace.parent.encode())
    return [parent] if trace.state is None else [parent, (_STATE, trace.state.encode())]
