"""How far the clocks of a time zone are from UTC, around a day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# No zone is further from UTC than this.
FURTHEST = timedelta(hours=26)
# Nowhere have clocks been changed twice within it.
STEP = timedelta(hours=1)
SECOND = timedelta(seconds=1)

Stretch = tuple[datetime, datetime, timedelta]


@lru_cache(maxsize=4096)
def offsets_of(timezone: str, day: date) -> tuple[Stretch, ...]:
    """Stretches of UTC with one offset each, in order, that together hold every moment of the day on the wall."""
    zone = ZoneInfo(timezone)
    midnight = datetime.combine(day, time(), UTC)
    since, end = midnight - FURTHEST, midnight + timedelta(days=1) + FURTHEST
    stretches = []
    at = since
    while at < end:
        if _offset(zone, at + STEP) != _offset(zone, at):
            change = _change(zone, at, at + STEP)
            stretches.append((since, change, _offset(zone, at)))
            since = change
        at += STEP
    return (*stretches, (since, end, _offset(zone, end)))


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second from which on the later offset holds."""
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
