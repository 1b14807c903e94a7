"""Scripted faults: what the next calls shall suffer instead of, or after, being processed."""

from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """How a call fails. A timeout holds the connection and then drops it without an answer."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    REFUSED = "refused"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"


@dataclass
class Fault:
    """A fault for the next `count` calls that match; an empty `method` and `chat_id` match every call.

    `retry_after_seconds` belongs to RATE_LIMITED, `hold_seconds` to the timeouts (0 drops the connection at once),
    `code` and `description` to REFUSED.
    """

    kind: FaultKind
    count: int = 1
    method: str = ""
    chat_id: int | None = None
    bot_id: int | None = None
    retry_after_seconds: int = 1
    hold_seconds: float = 0.0
    code: int = 400
    description: str = "Bad Request"


@dataclass
class Faults:
    """The script, oldest fault first."""

    script: list[Fault] = field(default_factory=list)

    def take(self, *, method: str, chat_id: str, bot_id: int) -> Fault | None:
        """The fault for this call, counted down; None when the call shall go well."""
        for fault in self.script:
            if (
                fault.method.lower() in ("", method.lower())
                and fault.chat_id in (None, int(chat_id) if chat_id.isdecimal() else 0)
                and fault.bot_id in (None, bot_id)
            ):
                fault.count -= 1
                if fault.count <= 0:
                    self.script.remove(fault)
                return fault
        return None
