"""Business hours against a model that looks at the clock on the wall, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sla.domain.business_hours import BusinessHours, Interval, NeverOpen

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NINE_TO_FIVE: tuple[Interval, ...] = ((9 * HOUR, 17 * HOUR),)
# North and south, half and quarter hours, a change by half an hour, one at midnight, and zones without any.
ZONES = [
    "Europe/Berlin",
    "Europe/Moscow",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
]
# Around changes of clocks; Apia had no 30 December 2011.
DAYS = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 6),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2011, 12, 30),
    date(2026, 6, 15),
]


def is_open(hours: BusinessHours, at: datetime) -> bool:
    wall = at.astimezone(ZoneInfo(hours.timezone))
    since_midnight = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    intervals = hours.week[wall.weekday()]
    return wall.date() not in hours.holidays and any(opens <= since_midnight < closes for opens, closes in intervals)


def minutes_open(hours: BusinessHours, start: datetime, minutes: int) -> int:
    return sum(is_open(hours, start + number * MINUTE) for number in range(minutes))


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, ...]:
    marks = draw(st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True).map(sorted))
    return tuple((a * 15 * MINUTE, b * 15 * MINUTE) for a, b in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> BusinessHours:
    week = draw(st.tuples(*[intervals()] * 7).filter(any))
    near = draw(st.sampled_from(DAYS))
    holidays = draw(st.frozensets(st.integers(-3, 3).map(lambda off: near + timedelta(days=off)), max_size=3))
    return BusinessHours(draw(st.sampled_from(ZONES)), week, holidays)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = draw(st.sampled_from(DAYS))
    minute = draw(st.integers(-2 * 24 * 60, 2 * 24 * 60))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + minute * MINUTE


@given(hours=calendars(), start=moments(), minutes=st.integers(0, 3 * 24 * 60))
def test_open_time_is_what_the_clock_on_the_wall_says(hours: BusinessHours, start: datetime, minutes: int) -> None:
    assert hours.between(start, start + minutes * MINUTE) == minutes_open(hours, start, minutes) * MINUTE


@given(hours=calendars(), start=moments(), working=st.integers(1, 40 * 60))
def test_a_deadline_is_the_first_moment_at_which_so_much_open_time_has_passed(
    hours: BusinessHours, start: datetime, working: int
) -> None:
    deadline = hours.after(start, working * MINUTE)
    assert hours.between(start, deadline) == working * MINUTE
    assert hours.between(start, deadline - MINUTE) == (working - 1) * MINUTE
    assert is_open(hours, deadline - MINUTE)


@given(hours=calendars(), start=moments(), first=st.integers(0, 3000), then=st.integers(0, 3000))
def test_open_times_add_up(hours: BusinessHours, start: datetime, first: int, then: int) -> None:
    middle = start + first * MINUTE
    end = middle + then * MINUTE
    assert hours.between(start, middle) + hours.between(middle, end) == hours.between(start, end)


def weekdays(timezone: str, *, holidays: frozenset[date] = frozenset()) -> BusinessHours:
    return BusinessHours(timezone, (NINE_TO_FIVE,) * 5 + ((),) * 2, holidays)


def test_a_friday_afternoon_goes_on_on_monday_morning() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert weekdays("UTC").after(friday, 4 * HOUR) == datetime(2026, 11, 23, 11, tzinfo=UTC)


def test_a_deadline_at_the_end_of_a_day_is_that_end_and_not_the_next_morning() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert weekdays("UTC").after(friday, 2 * HOUR) == datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_a_holiday_is_passed_over() -> None:
    thursday = datetime(2026, 12, 24, 16, tzinfo=UTC)
    hours = weekdays("UTC", holidays=frozenset({date(2026, 12, 25)}))
    assert hours.after(thursday, 2 * HOUR) == datetime(2026, 12, 28, 10, tzinfo=UTC)


@pytest.mark.parametrize(("day", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_whole_day_is_as_long_as_its_clocks_make_it(day: date, length: int) -> None:
    hours = BusinessHours("Europe/Berlin", (((timedelta(), 24 * HOUR),),) * 7)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin"))
    closed_before_and_after = BusinessHours(
        "Europe/Berlin", hours.week, frozenset({day - timedelta(days=1), day + timedelta(days=1)})
    )
    assert closed_before_and_after.between(midnight - 5 * HOUR, midnight + 30 * HOUR) == length * HOUR


def test_a_calendar_that_never_opens_says_so() -> None:
    with pytest.raises(NeverOpen):
        BusinessHours("UTC", ((),) * 7).after(datetime(2026, 1, 1, tzinfo=UTC), HOUR)
