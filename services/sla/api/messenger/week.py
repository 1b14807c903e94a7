"""How business hours are spelled: `{"mon": [["09:00", "13:00"], ["14:00", "18:00"]], …}`, and `24:00` ends a day."""

from datetime import date, timedelta
from functools import cache
from typing import Annotated, TypeAlias
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from services.sla.domain.business_hours import Interval

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(name: str) -> str:
    if name not in _zones():
        raise ValueError("must be the name of an IANA time zone, such as Europe/Berlin")
    return name


def _in_order(day: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts of this form sort as the times that they mean."""
    times = [time for interval in day for time in interval]
    if any(earlier >= later for earlier, later in day) or times != sorted(times):
        raise ValueError("must be intervals in order, each with its beginning before its end, without overlaps")
    return day


Timezone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known)]
Time = Annotated[str, StringConstraints(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Day: TypeAlias = Annotated[list[tuple[Time, Time]], Field(max_length=24), AfterValidator(_in_order)]
Holidays = Annotated[list[date], Field(max_length=500)]


class Week(BaseModel):
    """A day without intervals, or that is left out, is closed."""

    mon: Day = []
    tue: Day = []
    wed: Day = []
    thu: Day = []
    fri: Day = []
    sat: Day = []
    sun: Day = []

    @model_validator(mode="after")
    def _open_some_time(self) -> "Week":
        if not any(getattr(self, day) for day in DAYS):
            raise ValueError("must be open on some day")
        return self


def week_in(week: Week) -> tuple[tuple[Interval, ...], ...]:
    return tuple(tuple((_length(opens), _length(closes)) for opens, closes in getattr(week, day)) for day in DAYS)


def week_out(week: tuple[tuple[Interval, ...], ...]) -> dict[str, list[list[str]]]:
    return {
        day: [[_spelled(opens), _spelled(closes)] for opens, closes in intervals]
        for day, intervals in zip(DAYS, week, strict=True)
    }


def _length(time: str) -> timedelta:
    hours, minutes = time.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _spelled(length: timedelta) -> str:
    hours, minutes = divmod(length // MINUTE, 60)
    return f"{hours:02}:{minutes:02}"
