"""When a busy receiver wants to be asked again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_retry_after(header: str | None, *, now: datetime) -> float | None:
    """Seconds from now, given as such or as a date; 0 for a time that is past, None where nothing sensible is said."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
        # Without a zone it is in UTC, as all of HTTP.
        return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds())
    except (ValueError, OverflowError, TypeError, IndexError):
        # The library raises all of these for one or another text that is no date.
        return None
