"""The one tree of errors that a caller can be answered with; only a dialect knows their status numbers.

HelpdeskError
├── Malformed            the request cannot be read at all
│   └── UnsupportedType  the body is of a content type that this address does not take
├── Unauthorized         no key, or not one of ours
├── Forbidden            the key is known and may not do this
├── NotFound             no such thing in this tenant
├── Conflict             the thing is in a state that does not allow this
├── PreconditionFailed   the thing is no longer what the caller has seen
├── Invalid              one or more fields are wrong; `problems` names them
├── TooLarge             the body is larger than the limit
├── TooSlow              the body did not arrive in time
├── RateLimited          too many requests; `retry_after_seconds` says when to come back
└── Unavailable          a server that we need does not answer; try again
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong field: its dotted name as the caller wrote it, and what is wrong with it."""

    field: str
    message: str


class HelpdeskError(Exception):
    """Base of all; `code` is a stable snake_case word that programs may rely on."""

    code = "internal_error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class Malformed(HelpdeskError):
    code = "bad_request"


class UnsupportedType(Malformed):
    code = "unsupported_media_type"


class Unauthorized(HelpdeskError):
    code = "unauthorized"


class Forbidden(HelpdeskError):
    code = "forbidden"


class NotFound(HelpdeskError):
    code = "not_found"


class Conflict(HelpdeskError):
    code = "conflict"


class PreconditionFailed(HelpdeskError):
    code = "precondition_failed"


class TooLarge(HelpdeskError):
    code = "payload_too_large"


class TooSlow(HelpdeskError):
    code = "request_timeout"


class Invalid(HelpdeskError):
    code = "validation_error"

    def __init__(self, *problems: Problem, message: str = "The request has invalid fields.") -> None:
        super().__init__(message)
        self.problems = problems

    @classmethod
    def field(cls, field: str, message: str) -> "Invalid":
        """One wrong field, said in its own words."""
        return cls(Problem(field, message), message=message)


class RateLimited(HelpdeskError):
    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(HelpdeskError):
    code = "unavailable"
    retry_after_seconds = 1
