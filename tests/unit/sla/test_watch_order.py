"""A watch is the same in whatever order, and however often, its events come."""

from collections.abc import Sequence
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from services.sla.domain.timer import Timer
from services.sla.domain.watch import Watch
from shared.vocabulary import AuthorType, Status
from tests.unit.sla.builders import OPENED, PROMISE, SeenTicket, blank, hours, seen

moments = st.integers(0, 100).map(hours)
tickets = st.builds(
    SeenTicket,
    status=st.sampled_from(Status),
    created_at=st.just(OPENED),
    first_reply_at=st.none() | moments,
    resolved_at=st.none() | moments,
    closed_at=st.none() | moments,
    last_message_by=st.none() | st.sampled_from(AuthorType),
    last_message_at=moments,
    waiting_since=st.none() | moments,
)
Course = Sequence[SeenTicket]


def heard(course: Course, *, order: Sequence[int], deleted: bool) -> Watch[SeenTicket]:
    """The watch after the events at these places of the course: the first opens, the last may delete."""
    watch = blank()
    for place in order:
        if deleted and place == len(course) - 1:
            watch = watch.end(sequence=place + 1, at=hours(200))
        else:
            watch = seen(watch, course[place], sequence=place + 1, at=hours(place))
        watch = watch.under(PROMISE) if place == 0 else watch
    return watch


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[Course, list[int]]:
    """A ticket's course, and its events shuffled, each delivered at least once."""
    course = draw(st.lists(tickets, min_size=2, max_size=8))
    again = draw(st.lists(st.integers(0, len(course) - 1), max_size=20))
    return course, draw(st.permutations([*range(len(course)), *again]))


@given(deliveries())
def test_shuffled_and_repeated_events_give_the_same_watch(delivery: tuple[Course, list[int]]) -> None:
    course, order = delivery
    assert heard(course, order=order, deleted=False) == heard(course, order=range(len(course)), deleted=False)


@given(deliveries())
def test_a_deleted_ticket_is_timed_by_nothing_in_any_order(delivery: tuple[Course, list[int]]) -> None:
    course, order = delivery
    watch = heard(course, order=order, deleted=True)
    assert watch.ended_at == hours(200)
    assert watch.ticket is None
    assert watch.pending == ()


@given(tickets, st.lists(moments, min_size=1, max_size=10))
def test_whenever_the_clock_looks_each_timer_fires_once_and_none_early(
    ticket: SeenTicket, looks: list[datetime]
) -> None:
    watch = seen(blank(), ticket, sequence=1, at=OPENED).under(PROMISE)
    expected = watch.due(max(looks))
    fired: list[Timer] = []
    for now in sorted(looks):
        due = watch.due(now)
        assert all(timer.due <= now for timer in due)
        fired += due
        watch = watch.announced(due)
    assert sorted(fired, key=str) == sorted(expected, key=str)
    assert watch.due(max(looks)) == ()


@given(tickets)
def test_the_next_due_time_is_that_of_the_earliest_timer(ticket: SeenTicket) -> None:
    watch = seen(blank(), ticket, sequence=1, at=OPENED).under(PROMISE)
    if watch.due_at is None:
        assert watch.pending == ()
    else:
        assert watch.due(watch.due_at) != ()
        assert all(timer.due >= watch.due_at for timer in watch.pending)
