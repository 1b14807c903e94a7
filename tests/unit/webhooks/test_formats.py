"""An event in each format: its name, its ticket, its message and its changes, in one surface's words."""

import json
from typing import Any
from uuid import UUID

import pytest

from services.webhooks.usecases.event_names import SENT, all_spellings, bus_names, check_events, respelt
from services.webhooks.usecases.formats import FORMATS
from services.webhooks.usecases.render import render
from shared.errors import Invalid
from shared.events.envelope import Actor
from shared.events.ticket import (
    ChangedData,
    CustomValue,
    MessageData,
    MessageSnapshot,
    Ref,
    Requester,
    TicketAssigned,
    TicketNoted,
    TicketSnapshot,
)
from shared.vocabulary import ActorType, AuthorType, Channel, Kind, Priority, Status
from tests.unit.webhooks.builders import AT, TENANT_ID

AGENT, TEAM, FIELD, TICKET = UUID(int=11), UUID(int=12), UUID(int=13), UUID(int=5)
WHO = Actor(type=ActorType.AGENT, name="Ada")
ABOUT: dict[str, Any] = {"subject": str(TICKET), "tenantid": TENANT_ID, "time": AT}
CHANGES: dict[str, tuple[Any, Any]] = {
    "assigned_to": (None, str(AGENT)),
    "team_id": (None, str(TEAM)),
    "status": ("new", "pending"),
    "priority": ("low", "normal"),
    "channel": ("telegram", "email"),
    "text": ("a", "b"),
    "requester_email": (None, "bo@example.com"),
    "custom_fields": ([], [{"id": str(FIELD), "value": "red"}]),
}


def ticket() -> TicketSnapshot:
    return TicketSnapshot(
        id=TICKET,
        tenant_id=TENANT_ID,
        number=142,
        subject="Where is my order?",
        text="It is late.",
        status=Status.PENDING,
        priority=Priority.NORMAL,
        kind=Kind.TASK,
        channel=Channel.TELEGRAM,
        requester=Requester(contact_id=UUID(int=8), name="Bo", email="bo@example.com"),
        assignee=Ref(id=AGENT, name="Ada"),
        team=Ref(id=TEAM, name="Crew"),
        tags=("vip",),
        custom_fields=(CustomValue(id=FIELD, value="red"),),
        created_at=AT,
        updated_at=AT,
        version=2,
    )


def assigned(format: str) -> dict[str, Any]:
    """What a receiver of the format reads of an assignment."""
    event = TicketAssigned(**ABOUT, data=ChangedData(ticket=ticket(), actor=WHO, changes=CHANGES))
    told: dict[str, Any] = json.loads(render(event, format=FORMATS[format]))
    return told


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("messenger", "ticket.assigned"),
        ("workflow", "ticket.assigned"),
        ("envelope", "ticket.assignment.changed"),
        ("entity", "ticket.assigned"),
    ],
)
def test_an_event_has_the_name_that_the_format_gives_it(format: str, name: str) -> None:
    told = assigned(format)
    assert (told["type"], told["timestamp"]) == (name, "2026-03-01T09:00:00.000Z")
    assert set(told) == {"type", "timestamp", "data"}
    assert set(told["data"]) == {"ticket", "changes"}


def test_workflow_says_it_in_camel_case_and_its_own_words() -> None:
    data = assigned("workflow")["data"]
    assert (data["ticket"]["status"], data["ticket"]["priority"]) == ("pending_customer", "medium")
    assert data["ticket"]["ticketNumber"] == "HD-2026-0142"
    assert data["ticket"]["assignee"] == {"id": str(AGENT), "name": "Ada"}
    assert (data["ticket"]["description"], data["ticket"]["tags"]) == ("It is late.", ["vip"])
    assert data["changes"] == {
        "assigneeId": [None, str(AGENT)],
        "teamId": [None, str(TEAM)],
        "status": ["new", "pending_customer"],
        "priority": ["low", "medium"],
        "channel": ["telegram", "email"],
        "description": ["a", "b"],
        "requesterEmail": [None, "bo@example.com"],
        "customFields": [[], [{"id": str(FIELD), "value": "red"}]],
    }


def test_envelope_says_it_with_its_prefixed_ids() -> None:
    data = assigned("envelope")["data"]
    assert data["ticket"]["id"] == f"tkt_{TICKET.hex}"
    assert (data["ticket"]["status"], data["ticket"]["type"]) == ("pending", "task")
    assert data["changes"]["assigneeId"] == [None, f"usr_{AGENT.hex}"]
    assert data["changes"]["customFields"] == [[], [{"id": f"cf_{FIELD.hex}", "value": "red"}]]
    assert data["changes"]["status"] == ["new", "pending"]


def test_entity_says_it_with_the_tenant_and_its_own_channels() -> None:
    data = assigned("entity")["data"]
    assert (data["ticket"]["entityId"], data["ticket"]["channel"]) == (str(TENANT_ID), "chat")
    assert data["ticket"]["assignedTo"] == str(AGENT)
    assert data["changes"]["assignedTo"] == [None, str(AGENT)]
    assert data["changes"]["channel"] == ["chat", "email"]
    assert data["changes"]["contactEmail"] == [None, "bo@example.com"]


@pytest.mark.parametrize(
    ("format", "text", "internal"),
    [("messenger", "text", "internal"), ("workflow", "body", "internal"), ("envelope", "body", "internal"),
     ("entity", "body", "isInternal")],
)  # fmt: skip
def test_a_message_comes_in_the_words_of_the_format(format: str, text: str, internal: str) -> None:
    message = MessageSnapshot(
        id=UUID(int=6), author_type=AuthorType.AGENT, text="Call him.", internal=True, created_at=AT
    )
    event = TicketNoted(**ABOUT, data=MessageData(ticket=ticket(), actor=WHO, message=message))
    shown = json.loads(render(event, format=FORMATS[format]))["data"]["message"]
    assert (shown[text], shown[internal]) == ("Call him.", True)


def test_both_spellings_of_a_name_are_known_where_the_format_has_its_own() -> None:
    check_events(["ticket.assigned", "ticket.assignment.changed", "*"], format="envelope")
    assert bus_names(["ticket.assignment.changed"], format="envelope", field="types") == {"ticket.assigned"}
    assert set(all_spellings("ticket.assigned")) == {"ticket.assigned", "ticket.assignment.changed"}


def test_each_unknown_name_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        check_events(["ticket.created", "ticket.exploded", "ticket.assignment.changed"], format="messenger")
    assert [problem.field for problem in refused.value.problems] == ["events.1", "events.2"]
    assert "'ticket.exploded'" in refused.value.problems[0].message


def test_names_follow_into_another_format() -> None:
    names = ("*", "ticket.noted", "ticket.assignment.changed")
    assert respelt(names, format="envelope") == names
    assert respelt(names, format="messenger") == ("*", "ticket.noted", "ticket.assigned")


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_calls_two_events_the_same(format: str) -> None:
    assert len({FORMATS[format].name_out(name) for name in SENT}) == len(SENT)
