"""The Bot API's refusals: one exception and the exact words the platform uses."""


class Refusal(Exception):
    """An error answer of the Bot API: HTTP status, description and, for floods, the seconds to wait."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


UNAUTHORIZED = "Unauthorized"
NOT_FOUND = "Not Found"
METHOD_NOT_FOUND = "Not Found: method not found"
TOO_LARGE = "Request Entity Too Large"
SERVER_ERROR = "Internal Server Error"
BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def bad_request(reason: str) -> Refusal:
    """A 400 with the platform's prefix before `reason`."""
    return Refusal(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """A 429 that tells the caller to wait `seconds` whole seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
