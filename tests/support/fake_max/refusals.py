"""MAX's refusals: one exception, and the codes and words that were seen of the platform."""


class Refusal(Exception):
    """An error answer: HTTP status, code and message; `retry_after` is a header that the platform may send."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


def wrong(message: str) -> Refusal:
    """A 400 for a body or query that cannot be taken."""
    return Refusal(400, "proto.payload", message)


def too_many_requests(retry_after: int | None = None) -> Refusal:
    """A 429; the platform does not say when to come back unless told to here."""
    return Refusal(429, "too.many.requests", "Too many requests", retry_after=retry_after)


NOT_READY = "attachment.not.ready"
UNAUTHORIZED = (401, "verify.token", "Invalid access_token")
NO_SUCH_CHAT = (404, "chat.not.found", "Chat not found")
SUSPENDED = (403, "chat.denied", "error.dialog.suspended")
SERVER_ERROR = (500, "internal.error", "Internal server error")
