"""How every surface writes what may be absent."""

from datetime import datetime

from shared.events.envelope import rfc3339


def text_or_none(value: object) -> str | None:
    return None if value is None else str(value)


def time_or_none(at: datetime | None) -> str | None:
    return None if at is None else rfc3339(at)


def seconds_between(start: datetime, end: datetime | None) -> int | None:
    """Whole seconds; None while there is no end."""
    return None if end is None else int((end - start).total_seconds())


def ticket_number(number: int, *, created_at: datetime) -> str:
    """A ticket's number as the camelCase surfaces show it: `HD-2026-0142`."""
    return f"HD-{created_at.year}-{number:04d}"
