"""What follows from an attempt, and when the next one is due."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.webhooks.domain.delivery import DeliveryStatus, delivery_id, webhook_id
from services.webhooks.domain.schedule import Schedule
from tests.unit.webhooks.builders import AT, ENDPOINT_ID, EVENT_ID, attempted, delivery, later, nothing_said, said


@pytest.mark.parametrize("status_code", [200, 201, 204, 299])
def test_a_2xx_is_success_and_ends_the_delivery(status_code: int) -> None:
    after = attempted(delivery(), said(status_code))
    assert after.status is DeliveryStatus.DELIVERED
    assert (after.next_attempt_at, after.due_at) == (None, None)
    assert [attempt.status_code for attempt in after.attempts] == [status_code]


@pytest.mark.parametrize("status_code", [100, 301, 302, 307, 308, 400, 404, 429, 500, 503])
def test_anything_else_is_tried_again(status_code: int) -> None:
    after = attempted(delivery(), said(status_code))
    assert after.status is DeliveryStatus.PENDING
    assert (after.next_attempt_at, after.due_at) == (later(5), later(5))


def test_a_receiver_that_says_nothing_is_tried_again_and_the_reason_kept() -> None:
    after = attempted(delivery(), nothing_said("no connection within 5 seconds"))
    assert after.next_attempt_at == later(5)
    assert (after.attempts[0].status_code, after.attempts[0].error) == (None, "no connection within 5 seconds")


def test_when_the_schedule_is_used_up_the_delivery_has_failed() -> None:
    after = attempted(attempted(attempted(delivery(), said(500)), said(500)), said(500))
    assert after.status is DeliveryStatus.FAILED
    assert after.next_attempt_at is None
    assert len(after.attempts) == 3


def test_410_fails_the_delivery_at_once() -> None:
    assert attempted(delivery(), said(410)).status is DeliveryStatus.FAILED


@pytest.mark.parametrize("status_code", [429, 503])
def test_a_busy_receiver_is_not_asked_before_it_wants_to_be(status_code: int) -> None:
    assert attempted(delivery(), said(status_code, retry_after_seconds=90)).next_attempt_at == later(90)


def test_a_busy_receiver_does_not_shorten_the_pause() -> None:
    assert attempted(delivery(), said(429, retry_after_seconds=1)).next_attempt_at == later(5)


def test_a_receiver_cannot_put_off_for_longer_than_a_day() -> None:
    assert attempted(delivery(), said(503, retry_after_seconds=1e9)).next_attempt_at == later(86_400)


def test_others_than_a_busy_receiver_do_not_say_when_to_come_back() -> None:
    assert attempted(delivery(), said(500, retry_after_seconds=90)).next_attempt_at == later(5)


@given(made=st.integers(0, 2), jitter=st.floats(-1, 1))
def test_a_pause_is_moved_by_a_tenth_at_most(made: int, jitter: float) -> None:
    pauses = (10.0, 100.0, 1000.0)
    due = Schedule(pauses).next_attempt(made=made, at=AT, jitter=jitter)
    assert due is not None
    assert 0.9 * pauses[made] - 0.001 <= (due - AT).total_seconds() <= 1.1 * pauses[made] + 0.001


def test_an_event_has_one_delivery_to_an_endpoint_however_often_it_comes() -> None:
    first = delivery_id(event_id=EVENT_ID, endpoint_id=ENDPOINT_ID)
    assert first == delivery_id(event_id=EVENT_ID, endpoint_id=ENDPOINT_ID)
    assert first != delivery_id(event_id=EVENT_ID, endpoint_id=UUID(int=9))
    assert first != delivery_id(event_id=UUID(int=9), endpoint_id=ENDPOINT_ID)


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_deliveries_sort_by_the_time_of_their_events(one: int, other: int) -> None:
    earlier, after = sorted((UUID(int=one), UUID(int=other)))
    if earlier.bytes[:6] != after.bytes[:6]:
        ids = [delivery_id(event_id=event_id, endpoint_id=ENDPOINT_ID) for event_id in (earlier, after)]
        assert ids == sorted(ids)


def test_the_webhook_id_stays_the_same_and_has_no_dot() -> None:
    before = delivery()
    told = webhook_id(before)
    assert told == webhook_id(attempted(before, said(500)))
    assert told == f"msg_{EVENT_ID}_{ENDPOINT_ID}"
    assert "." not in told


def test_one_that_is_asked_for_once_more_has_its_whole_schedule_before_it() -> None:
    failed = attempted(attempted(attempted(delivery(), said(500)), said(500)), said(500))
    after = attempted(replace(failed, made=0, status=DeliveryStatus.PENDING), said(500))
    assert (after.status, after.next_attempt_at) == (DeliveryStatus.PENDING, later(5))
    assert (after.made, len(after.attempts)) == (1, 4)
