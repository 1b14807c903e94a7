"""The days that a request for figures names."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from shared.http.documented import Shown


def _day(value: object) -> object:
    """A date, or the UTC day of a moment."""
    if isinstance(value, str) and "T" in value:
        at = datetime.fromisoformat(value)
        return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).date()
    return value


Day = Annotated[date, BeforeValidator(_day)]


class DaysQuery(BaseModel):
    """Days in UTC, both included; without them the last thirty days, today included."""

    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None


class PeriodShown(Shown):
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
