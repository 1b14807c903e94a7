"""What a receiver gets to read."""

import json
from typing import Any
from uuid import UUID

from services.webhooks.usecases.formats import FORMATS
from services.webhooks.usecases.render import MOST_BYTES, Sendable, render
from shared.events.configuration import DirectoryChanged, DirectoryData, TeamState
from shared.events.decisions import (
    MessageDelivery,
    MessageDeliveryData,
    SlaBreached,
    TargetData,
    TicketUnanswered,
    UnansweredData,
)
from shared.events.envelope import Actor
from shared.events.ticket import (
    ChangedData,
    CreatedData,
    CsatData,
    MessageData,
    MessageSnapshot,
    TenantTerms,
    TicketCreated,
    TicketCsatReceived,
    TicketReplied,
    TicketStatusChanged,
    TicketUpdated,
    UpdatedData,
)
from shared.vocabulary import ActorType, AuthorType, Channel, SendStatus, SlaTarget, Status
from tests.unit.webhooks.builders import AT, TENANT_ID, later, ticket

WHO = Actor(type=ActorType.AGENT, name="Ada")
SUBJECT = str(UUID(int=5))
ABOUT: dict[str, Any] = {"subject": SUBJECT, "tenantid": TENANT_ID, "time": AT}


def message(text: str = "It is late.") -> MessageSnapshot:
    return MessageSnapshot(id=UUID(int=6), author_type=AuthorType.CUSTOMER, text=text, created_at=AT)


def read(event: Sendable) -> dict[str, Any]:
    told = json.loads(render(event, format=FORMATS["messenger"]))
    assert isinstance(told, dict)
    return told


def test_a_new_ticket_comes_with_its_first_message_and_nothing_of_the_tenants() -> None:
    terms = TenantTerms(sla_first_reply_hours=1)
    told = read(TicketCreated(**ABOUT, data=CreatedData(ticket=ticket(), actor=WHO, message=message(), terms=terms)))
    assert (told["type"], told["timestamp"]) == ("ticket.created", "2026-03-01T09:00:00.000Z")
    assert set(told) == {"type", "timestamp", "data"}
    assert set(told["data"]) == {"ticket", "message"}
    assert told["data"]["ticket"]["subject"] == "Where is my order?"
    assert told["data"]["message"]["text"] == "It is late."


def test_changes_are_told_in_the_words_of_the_format() -> None:
    changes = {"status": ("new", "pending"), "priority": ("normal", "high"), "tags": (["a"], [])}
    told = read(
        TicketStatusChanged(**ABOUT, data=ChangedData(ticket=ticket(status=Status.PENDING), actor=WHO, changes=changes))
    )
    assert told["data"]["ticket"]["status"] == "waiting"
    assert told["data"]["changes"] == {
        "status": ["new", "waiting"],
        "priority": ["normal", "high"],
        "tags": [["a"], []],
    }


def test_a_breach_names_its_target_and_deadline() -> None:
    data = TargetData(ticket=ticket(), actor=WHO, target=SlaTarget.RESOLUTION, deadline=later(60))
    told = read(SlaBreached(**ABOUT, data=data))["data"]
    assert (told["target"], told["deadline"]) == ("resolution", "2026-03-01T09:01:00.000Z")


def test_a_delivery_says_of_which_message_and_why_it_failed() -> None:
    data = MessageDeliveryData(
        ticket_id=UUID(int=5), message_id=UUID(int=6), channel=Channel.MAX, status=SendStatus.FAILED, error="blocked"
    )
    told = read(MessageDelivery(**ABOUT, data=data))
    assert (told["type"], told["data"]) == (
        "message.delivery",
        {
            "ticket_id": str(UUID(int=5)),
            "message_id": str(UUID(int=6)),
            "channel": "max",
            "status": "failed",
            "error": "blocked",
        },
    )


def test_an_unanswered_ticket_says_for_how_long() -> None:
    told = read(TicketUnanswered(**ABOUT, data=UnansweredData(ticket=ticket(), actor=WHO, hours=24)))
    assert told["data"]["hours"] == 24


def test_texts_are_cut_where_the_whole_is_too_long() -> None:
    long = "\U0001f600" * 65_536
    data = MessageData(ticket=ticket(text=long), actor=WHO, message=message(long))
    body = render(TicketReplied(**ABOUT, data=data), format=FORMATS["messenger"])
    told = json.loads(body)
    assert len(body) <= MOST_BYTES
    assert told["truncated"] is True
    assert told["data"]["message"]["text"] == long[:16_384]


def test_what_fits_is_not_cut() -> None:
    data = MessageData(ticket=ticket(text="x" * 65_536), actor=WHO, message=message("y" * 65_536))
    told = read(TicketReplied(**ABOUT, data=data))
    assert "truncated" not in told
    assert told["data"]["ticket"]["text"] == "x" * 65_536


def test_a_rating_is_told_in_every_format() -> None:
    data = CsatData(ticket=ticket(status=Status.CLOSED), actor=WHO, rating=4, comment="Fine")
    event = TicketCsatReceived(**ABOUT, data=data)
    for format in FORMATS.values():
        told = json.loads(render(event, format=format))
        assert told["type"] == "ticket.csat_received"
        assert (told["data"]["rating"], told["data"]["comment"]) == (4, "Fine")
        assert set(told["data"]) == {"ticket", "rating", "comment"}


def test_a_message_whose_text_has_changed_comes_with_the_change() -> None:
    data = UpdatedData(ticket=ticket(), actor=WHO, changes={"message_text": ("It", "It is late.")}, message=message())
    told = read(TicketUpdated(**ABOUT, data=data))["data"]
    assert (told["changes"], told["message"]["text"]) == ({"message_text": ["It", "It is late."]}, "It is late.")


def test_configuration_is_told_in_the_same_words_in_every_format() -> None:
    row = TeamState(name="Crew", members=(UUID(int=7),), assignment="manual")
    event = DirectoryChanged(**ABOUT, data=DirectoryData(what="team", id=UUID(int=5), row=row))
    expected = {"what": "team", "id": SUBJECT, "row": row.model_dump(mode="json"), "removed": False}
    for format in FORMATS.values():
        told = json.loads(render(event, format=format))
        assert (told["type"], told["data"]) == ("directory.changed", expected)
