"""What becomes of a message, refusal by refusal, and in which order its reports are made."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain.content import Content
from services.notifications.domain.outgoing import Outgoing, Progress, Purpose, Reason
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    UnknownIfDone,
)
from services.notifications.domain.verdict import AT_ONCE, after_refusal
from shared.ids import new_id
from shared.vocabulary import Channel, SendStatus

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def sending() -> Outgoing:
    outgoing = Outgoing(
        id=new_id(),
        tenant_id=new_id(),
        ticket_id=new_id(),
        kind=Channel.TELEGRAM,
        chat=new_id(),
        purpose=Purpose.REPLY,
        content=Content("Hello"),
        progress=Progress.PENDING,
        stored_at=NOW,
        reported_at=NOW,
    )
    return outgoing.begun(new_id())


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (Blocked("Forbidden: bot was blocked by the user"), "blocked"),
        (ChatNotFound("Bad Request: chat not found"), "chat_not_found"),
        (AuthFailed("Unauthorized"), "channel_disabled"),
        (UnknownIfDone("no answer was seen"), "unknown_if_sent"),
        (Permanent("Bad Request: message is too long"), "rejected: Bad Request: message is too long"),
    ],
)
def test_what_may_have_arrived_or_never_will_is_not_tried_again(
    sending: Outgoing, refusal: PlatformError, error: str
) -> None:
    after, pause = after_refusal(sending, refusal, at=NOW)
    assert (after.status, after.error, pause) == (SendStatus.FAILED, error, AT_ONCE)


def test_a_platform_that_asks_for_a_pause_gets_it(sending: Outgoing) -> None:
    after, pause = after_refusal(sending, RateLimited("Too Many Requests", retry_after_seconds=17), at=NOW)
    assert (after.progress, after.error, pause) == (Progress.PENDING, None, timedelta(seconds=17))


def test_a_platform_in_trouble_is_asked_again_after_growing_pauses(sending: Outgoing) -> None:
    pauses = []
    for _ in range(8):
        sending, pause = after_refusal(sending, Temporary("HTTP 502"), at=NOW)
        pauses.append(pause.total_seconds())
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("refusal", [Temporary("HTTP 502"), RateLimited("Too Many", retry_after_seconds=3600)])
def test_after_a_day_it_is_given_up(sending: Outgoing, refusal: PlatformError) -> None:
    after, pause = after_refusal(sending, refusal, at=NOW + timedelta(hours=24))
    assert (after.status, after.error, pause) == (SendStatus.FAILED, "gave_up", AT_ONCE)


def test_a_message_that_is_being_sent_shows_as_pending(sending: Outgoing) -> None:
    assert sending.status is SendStatus.PENDING


def test_it_is_sent_with_its_last_part(sending: Outgoing) -> None:
    half = sending.arrived("1", last=False, at=NOW)
    whole = half.begun(new_id()).arrived("2", last=True, at=NOW)
    assert (half.progress, half.reported_at) == (Progress.PENDING, NOW)
    assert (whole.status, whole.platform_ids) == (SendStatus.SENT, ("1", "2"))


def test_a_part_that_arrived_begins_the_pauses_anew(sending: Outgoing) -> None:
    tired = sending.put_off().put_off()
    assert tired.arrived("1", last=False, at=NOW).pause() == timedelta(seconds=1)


def test_a_file_that_was_lost_fails_the_message_once_all_else_has_arrived(sending: Outgoing) -> None:
    said = sending.arrived("1", last=False, at=NOW)
    lacking = said.without("a.zip", Reason.FILE_TOO_LARGE, last=False, at=NOW)
    assert (lacking.progress, lacking.steps_done) == (Progress.PENDING, 2)
    end = lacking.without("b.zip", Reason.FILE_MISSING, last=True, at=NOW)
    assert (end.status, end.error) == (SendStatus.FAILED, "file_too_large: a.zip; file_missing: b.zip")
    assert lacking.arrived("3", last=True, at=NOW).error == "file_too_large: a.zip"


@pytest.mark.parametrize("clock", [NOW, NOW - timedelta(minutes=5)])
def test_each_report_is_later_than_the_one_before_whatever_the_clock_says(sending: Outgoing, clock: datetime) -> None:
    assert sending.arrived("1", last=True, at=clock).reported_at > sending.reported_at
    assert sending.failed(Reason.BLOCKED, at=clock).reported_at > sending.reported_at
