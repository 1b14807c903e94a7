"""The reckoning of a goal against a model that counts minute by minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.sla.domain.business_hours import BusinessHours
from services.sla.domain.calendar import ROUND_THE_CLOCK, Calendar
from services.sla.domain.course import SOLVED, Course, Mark
from services.sla.domain.reckoning import Goal, Step, reckon
from shared.vocabulary import Priority, Status

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CREATED = datetime(2026, 10, 23, 14, tzinfo=UTC)
OFFICE = BusinessHours("Europe/Berlin", (((9 * HOUR, 13 * HOUR), (14 * HOUR, 18 * HOUR)),) * 5 + ((),) * 2)
HORIZON = 6 * 24 * 60


def course_of(*changes: tuple[int, Status]) -> Course:
    """Minutes after creation, and the status from then on."""
    course = Course()
    for sequence, (minute, status) in enumerate(((0, Status.NEW), *changes), start=1):
        course = course.with_mark(Mark(sequence, CREATED + minute * MINUTE, status, Priority.NORMAL))
    return course


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[int, Status]]:
    minutes = draw(st.lists(st.integers(1, HORIZON - 1), max_size=6, unique=True).map(sorted))
    return [(minute, draw(st.sampled_from(list(Status)))) for minute in minutes]


def status_at(course: list[tuple[int, Status]], minute: int) -> Status:
    return ([Status.NEW] + [status for at, status in course if at <= minute])[-1]


def counts(course: list[tuple[int, Status]], minute: int, *, goal: Goal) -> bool:
    status = status_at(course, minute)
    if status in SOLVED or (goal.pauses and status is Status.PENDING):
        return False
    at = CREATED + minute * MINUTE
    return goal.calendar.between(at, at + MINUTE) == MINUTE


@given(
    course=changes(),
    length=st.integers(1, 12 * 60),
    calendar=st.sampled_from([ROUND_THE_CLOCK, OFFICE]),
    pauses=st.booleans(),
    reached=st.none() | st.integers(1, HORIZON),
)
def test_the_promised_time_is_used_up_when_so_many_minutes_have_counted(
    course: list[tuple[int, Status]], length: int, calendar: Calendar, pauses: bool, reached: int | None
) -> None:
    goal = Goal(length * MINUTE, calendar, pauses)
    reached_at = None if reached is None else CREATED + reached * MINUTE
    reckoning = reckon(goal, course_of(*course), reached_at=reached_at)
    assert reckoning is not None
    counted = [minute for minute in range(HORIZON if reached is None else reached) if counts(course, minute, goal=goal)]
    used_up = len(counted) >= length
    if used_up:
        assert reckoning.due_at == CREATED + (counted[length - 1] + 1) * MINUTE
        assert reckoning.deadline == reckoning.due_at
    elif reckoning.due_at is not None:
        assert reached is None
        assert reckoning.due_at > CREATED + HORIZON * MINUTE
    if reached is not None:
        assert reckoning.used == len(counted) * MINUTE
        assert reckoning.met is (not used_up or reckoning.due_at == reached_at)
        assert reckoning.met is (reached_at is not None and reached_at <= reckoning.deadline)


@given(course=changes(), order=st.randoms())
def test_the_order_in_which_a_course_is_seen_does_not_matter(course: list[tuple[int, Status]], order: object) -> None:
    marks = list(course_of(*course).marks)
    order.shuffle(marks)  # type: ignore[attr-defined]
    seen = Course()
    for mark in [*marks, *marks[:2]]:
        seen = seen.with_mark(mark)
    assert seen == course_of(*course)


def test_a_pause_moves_the_deadline_by_its_length() -> None:
    goal = Goal(4 * HOUR, ROUND_THE_CLOCK, pauses=True)
    reckoning = reckon(goal, course_of((60, Status.PENDING), (600, Status.IN_PROGRESS)), reached_at=None)
    assert reckoning is not None
    assert reckoning.deadline == CREATED + 13 * HOUR
    assert [(entry.step, entry.used) for entry in reckoning.entries] == [
        (Step.STARTED, timedelta()),
        (Step.PAUSED, HOUR),
        (Step.RESUMED, HOUR),
    ]


def test_a_clock_that_stands_still_breaches_nothing() -> None:
    goal = Goal(4 * HOUR, ROUND_THE_CLOCK, pauses=True)
    reckoning = reckon(goal, course_of((60, Status.PENDING)), reached_at=None)
    assert reckoning is not None
    assert (reckoning.paused, reckoning.due_at, reckoning.warned_at) == (True, None, None)
    assert reckoning.deadline == CREATED + 4 * HOUR
    assert not reckoning.breached(CREATED + 1000 * HOUR)


def test_what_is_solved_during_a_pause_is_solved_by_its_deadline() -> None:
    goal = Goal(4 * HOUR, ROUND_THE_CLOCK, pauses=True)
    solved_at = CREATED + 10 * HOUR
    reckoning = reckon(goal, course_of((60, Status.PENDING), (600, Status.RESOLVED)), reached_at=solved_at)
    assert reckoning is not None
    assert (reckoning.met, reckoning.deadline) == (True, solved_at + 3 * HOUR)


def test_what_was_solved_late_stays_breached_and_says_when_it_was_solved() -> None:
    goal = Goal(2 * HOUR, ROUND_THE_CLOCK, pauses=True)
    solved_at = CREATED + 3 * HOUR
    reckoning = reckon(goal, course_of((180, Status.RESOLVED)), reached_at=solved_at)
    assert reckoning is not None
    ledger = reckoning.ledger(CREATED + 9 * HOUR)
    assert [(entry.step, entry.at) for entry in ledger] == [
        (Step.STARTED, CREATED),
        (Step.BREACHED, CREATED + 2 * HOUR),
        (Step.REACHED_LATE, solved_at),
    ]
    assert ledger[-1].used == 3 * HOUR


def test_the_warning_comes_after_four_fifths() -> None:
    goal = Goal(5 * HOUR, OFFICE, pauses=False)
    reckoning = reckon(goal, course_of(), reached_at=None)
    assert reckoning is not None
    # 16 o'clock in Berlin on a Friday: two hours are left, and two more on Monday.
    assert reckoning.warned_at == datetime(2026, 10, 26, 10, tzinfo=UTC)
    assert reckoning.due_at == datetime(2026, 10, 26, 11, tzinfo=UTC)
