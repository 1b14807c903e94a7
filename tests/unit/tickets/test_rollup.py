"""A period is made of whole months and a few days, each day once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.rollup import Rollups, rollups_of
from services.tickets.domain.statistics import Period

DAYS = st.dates(date(2019, 12, 1), date(2031, 3, 31))
A_DAY = timedelta(days=1)


def days_of(period: Period) -> list[date]:
    return [period.first + n * A_DAY for n in range((period.last - period.first).days + 1)]


def days_in(rollups: Rollups) -> list[date]:
    found = [day for each in rollups.days for day in days_of(each)]
    if (months := rollups.months) is not None:
        assert months.first.day == months.last.day == 1
        after = (months.last + timedelta(days=32)).replace(day=1)
        found += days_of(Period(months.first, after - A_DAY))
    return sorted(found)


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_every_day_of_a_period_is_in_one_rollup_and_no_other_is(ends: list[date]) -> None:
    period = Period(*ends)
    rollups = rollups_of(period)
    assert days_in(rollups) == days_of(period)
    assert sum(len(days_of(each)) for each in rollups.days) <= 60


def test_a_month_is_a_month_and_a_day_is_a_day() -> None:
    assert rollups_of(Period(date(2028, 2, 1), date(2028, 2, 29))) == Rollups(
        days=(), months=Period(date(2028, 2, 1), date(2028, 2, 1))
    )
    today = Period(date(2028, 2, 1), date(2028, 2, 1))
    assert rollups_of(today) == Rollups(days=(today,), months=None)


def test_a_year_is_eleven_months_and_its_ends() -> None:
    year = Period(date(2026, 3, 15), date(2027, 3, 14))
    assert rollups_of(year) == Rollups(
        days=(Period(date(2026, 3, 15), date(2026, 3, 31)), Period(date(2027, 3, 1), date(2027, 3, 14))),
        months=Period(date(2026, 4, 1), date(2027, 2, 1)),
    )
