"""How often what came in is tried, and how long its chat waits in between."""

from datetime import timedelta
from itertools import accumulate, repeat

from services.notifications.domain.incoming import LONGEST_PAUSE, Incoming
from shared.clock import utc_now
from shared.ids import new_id

NEW = Incoming(new_id(), new_id(), new_id(), new_id(), key="1", update=b"{}", came_at=utc_now())


def test_pauses_double_from_a_second_to_a_minute() -> None:
    tries = list(accumulate(repeat(None, 9), lambda incoming, _: incoming.put_off(), initial=NEW))[1:]
    assert [each.pause().total_seconds() for each in tries] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_waits_for_others_is_never_given_up() -> None:
    waited = NEW
    for _ in range(10_000):
        waited = waited.put_off()
    assert (waited.hopeless, waited.pause()) == (False, LONGEST_PAUSE)


def test_the_fifth_failure_is_the_last() -> None:
    failed = NEW.put_off().put_off()
    for _ in range(4):
        failed = failed.failed()
        assert not failed.hopeless
    assert failed.failed().hopeless
    assert failed.pause() > timedelta()
