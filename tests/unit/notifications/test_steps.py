"""What a message comes to on its platform."""

from dataclasses import replace
from datetime import UTC, datetime

from services.notifications.domain.content import Button, Content, OutgoingFile
from services.notifications.domain.outgoing import Outgoing, Progress, Purpose
from services.notifications.domain.steps import Change, Words, steps_of
from shared.ids import new_id
from shared.vocabulary import Channel

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROWS = ((Button("Yes", "yes"),),)
FILE = OutgoingFile(id=new_id(), name="a.pdf", content_type="application/pdf", size=3)


def saying(content: Content, *, purpose: Purpose = Purpose.TALK) -> Outgoing:
    return Outgoing(
        id=new_id(),
        tenant_id=new_id(),
        ticket_id=None,
        kind=Channel.TELEGRAM,
        chat=new_id(),
        purpose=purpose,
        content=content,
        progress=Progress.PENDING,
        stored_at=NOW,
        reported_at=NOW,
    )


def test_files_come_after_the_text_and_buttons_below_its_last_part() -> None:
    steps = steps_of(saying(Content("aaa bbb", ROWS, (FILE,))), text_limit=4)
    assert steps == (Words("aaa"), Words("bbb", ROWS), FILE)


def test_files_may_come_alone() -> None:
    assert steps_of(saying(Content(" \n", files=(FILE,))), text_limit=4) == (FILE,)


def test_nothing_to_say_has_no_steps() -> None:
    assert steps_of(saying(Content(" ")), text_limit=4) == ()


def test_what_is_put_in_a_messages_place_is_one_step_however_long() -> None:
    edit = replace(saying(Content("aaa bbb", ROWS), purpose=Purpose.EDIT), edits="17")
    assert steps_of(edit, text_limit=4) == (Change("17", "aaa", ROWS),)
