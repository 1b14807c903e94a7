"""Ids carry the moment at which they were made, so that a range of times is a range of ids."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.clock import utc_now
from shared.ids import (
    EPOCH,
    MILLISECOND,
    Origin,
    later_than,
    lowest_after,
    lowest_at,
    mark_of,
    new_id,
    new_id_of,
    origin_of_ids,
    run_again,
    time_of,
)

LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC))
MILLISECONDS = MOMENTS.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))


def test_an_id_knows_when_it_was_made_to_the_millisecond() -> None:
    before = utc_now()
    made = time_of(new_id())
    assert before <= made <= utc_now()
    assert made.microsecond % 1000 == 0


def test_ids_sort_in_the_order_of_their_making() -> None:
    ids = [new_id() for _ in range(5_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_an_id_of_a_clock_that_is_behind_is_raised_above_all_that_were_made_before() -> None:
    ahead = utc_now() + timedelta(seconds=5)
    fresh = new_id()
    raised = later_than(ahead, fresh=fresh)
    assert time_of(raised) == ahead + MILLISECOND
    assert (raised.version, raised.variant) == (fresh.version, fresh.variant)
    assert later_than(utc_now() - timedelta(seconds=5), fresh=fresh) == fresh


@given(MILLISECONDS)
def test_the_lowest_id_of_a_millisecond_is_of_that_millisecond(at: datetime) -> None:
    assert time_of(lowest_at(at)) == at


@given(MOMENTS)
def test_the_lowest_id_between_two_milliseconds_is_of_the_later(at: datetime) -> None:
    assert timedelta() <= time_of(lowest_at(at)) - at < MILLISECOND


@given(MOMENTS, MOMENTS)
def test_earlier_moments_have_lower_ids(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert lowest_at(earlier) <= lowest_at(later)


@given(st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=2)))
def test_an_id_is_at_or_above_the_bound_exactly_where_its_time_is(distance: timedelta) -> None:
    row_id = new_id()
    bound = time_of(row_id) + distance
    assert (row_id >= lowest_at(bound)) == (time_of(row_id) >= bound)


@given(MOMENTS)
def test_an_end_includes_its_own_millisecond_and_none_after_it(at: datetime) -> None:
    assert timedelta() < time_of(lowest_after(at)) - at <= MILLISECOND


@given(st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=2)))
def test_an_id_is_below_the_end_exactly_where_its_time_is_not_past_it(distance: timedelta) -> None:
    row_id = new_id()
    end = time_of(row_id) + distance
    assert (row_id < lowest_after(end)) == (time_of(row_id) <= end)


@given(st.datetimes(max_value=datetime(1970, 1, 1), timezones=st.just(UTC)))
def test_before_there_were_ids_every_id_is_later(at: datetime) -> None:
    assert lowest_at(at).int == 0
    assert lowest_after(at) < new_id()


def test_the_last_moment_that_can_be_written_has_a_bound() -> None:
    assert lowest_after(LAST) >= lowest_at(LAST) > new_id()
    assert time_of(lowest_at(EPOCH)) == EPOCH


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_request_that_is_run_again_makes_the_same_ids(name: str, other: str) -> None:
    origin = Origin(new_id())
    with origin_of_ids(origin):
        first, mark = new_id_of(name), mark_of(name)
    with origin_of_ids(Origin(origin.id, again=True)):
        assert (new_id_of(name), mark_of(name)) == (first, mark)
        assert (new_id_of(other) == first) == (name == other)
    with origin_of_ids(Origin(new_id())):
        assert new_id_of(name) != first


def test_what_a_request_makes_is_as_old_as_the_request_and_a_uuidv7_like_any_other() -> None:
    origin = Origin(new_id())
    with origin_of_ids(origin):
        made = [new_id_of(str(number)) for number in range(1_000)]
        assert new_id() not in made
    assert {(each.version, each.variant) for each in made} == {(7, new_id().variant)}
    assert {time_of(each) for each in made} == {time_of(origin.id)}
    assert len({each.int for each in made}) == 1_000


def test_a_request_that_cannot_be_run_again_makes_fresh_ids_and_leaves_no_mark() -> None:
    assert new_id_of("ticket") != new_id_of("ticket")
    assert mark_of("ticket") is None
    assert not run_again()
    with origin_of_ids(Origin(new_id(), again=True)):
        assert run_again()
        with origin_of_ids(None):
            assert not run_again()
