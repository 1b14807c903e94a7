"""Every change is told on the bus as it was stored: which events, in which order, with which words."""

from typing import Any

import pytest

from shared.events.ticket import ChangedData, CreatedData, MessageData
from tests.integration.tickets.desk import Desk, Json

CLOSE = ["ticket.updated", "ticket.status_changed", "ticket.closed"]
MOVE = ["ticket.updated", "ticket.status_changed"]
REOPEN = ["ticket.updated", "ticket.status_changed", "ticket.reopened"]


async def after(desk: Desk, ticket: Json, *, known: int, news: list[str]) -> list[Any]:
    """The events since the first `known` ones, which must be `news`, numbered on from there."""
    events = (await desk.events(ticket, upto=known + len(news)))[known:]
    assert [event.type for event in events] == news
    assert [event.sequence for event in events] == [str(known + place) for place in range(1, len(news) + 1)]
    assert await desk.told_so_far(ticket) == known + len(news)
    return events


async def test_an_opening_carries_the_first_message_and_the_tenants_terms(desk: Desk) -> None:
    await desk.put("/settings", {"sla_first_reply_hours": 2, "helpdesk_unanswered_hours": 24})
    agent = desk.as_agent(name="Front desk")
    ticket = await agent.open(channel="telegram", chat_id=7, first_name="Bob", tags=["vip"])
    (event,) = await after(desk, ticket, known=0, news=["ticket.created"])
    assert isinstance(event.data, CreatedData)
    assert (event.tenantid, event.subject, str(event.data.ticket.id)) == (desk.tenant_id, ticket["id"], ticket["id"])
    assert (event.data.actor.type, event.data.actor.name) == ("agent", "Front desk")
    assert event.data.message is not None
    assert (event.data.message.author_type, event.data.message.text) == ("customer", "Where is my order?")
    assert event.data.terms.model_dump() == {
        "sla_first_reply_hours": 2,
        "sla_resolve_hours": None,
        "unanswered_hours": 24,
        "auto_close_days": None,
        "revision": 1,
    }
    said = event.data.ticket
    assert (said.chat_id, said.requester.first_name, said.tags) == (7, "Bob", ("vip",))
    assert event.requestid is not None
    assert event.source == "/helpdesk/tickets"


@pytest.mark.parametrize(
    ("words", "news"),
    [
        (["in_progress"], MOVE),
        (["waiting"], MOVE),
        (["closed"], CLOSE),
        (["new"], []),
        (["open"], []),
        (["closed", "closed"], CLOSE),
        (["waiting", "waiting"], MOVE),
        (["closed", "open"], CLOSE + REOPEN),
        (["closed", "waiting"], CLOSE + REOPEN),
        (["waiting", "open"], MOVE + MOVE),
    ],
)
async def test_statuses(desk: Desk, words: list[str], news: list[str]) -> None:
    ticket = await desk.open()
    for word in words:
        await desk.patch(f"/tickets/{ticket['id']}/status", {"status": word})
    await after(desk, ticket, known=1, news=news)


async def test_changes_are_told_in_canonical_words(desk: Desk) -> None:
    ada, ticket = await desk.agent("Ada"), await desk.open()
    wanted = {"status": "waiting", "assigned_to": ada["id"], "priority": "urgent", "tags": ["vip"], "subject": "New"}
    await desk.patch(f"/tickets/{ticket['id']}", wanted)
    news = [*MOVE, "ticket.assigned"]
    for event in await after(desk, ticket, known=1, news=news):
        assert isinstance(event.data, ChangedData)
        assert {name: list(pair) for name, pair in event.data.changes.items()} == {
            "subject": ["Where is my order?", "New"],
            "status": ["new", "pending"],
            "priority": ["normal", "urgent"],
            "tags": [[], ["vip"]],
            "assigned_to": [None, ada["id"]],
        }
        assert (event.data.ticket.status, event.data.ticket.version) == ("pending", 2)
        assert event.data.ticket.assignee is not None
        assert event.data.ticket.assignee.name == "Ada"


@pytest.mark.parametrize(
    ("path", "body", "news"),
    [
        ("", {"subject": "New"}, ["ticket.updated"]),
        ("", {"subject": "Where is my order?", "tags": [], "priority": "normal", "team_id": None}, []),
        ("/priority", {"priority": "low"}, ["ticket.updated"]),
        ("/priority", {"priority": "normal"}, []),
        ("/assign", {"assigned_to": None}, []),
    ],
)
async def test_other_fields(desk: Desk, path: str, body: Json, news: list[str]) -> None:
    ticket = await desk.open()
    changed = await desk.patch(f"/tickets/{ticket['id']}{path}", body)
    assert changed["version"] == (2 if news else 1)
    await after(desk, ticket, known=1, news=news)


async def test_a_team_alone_is_an_assignment_and_moves_nothing(desk: Desk) -> None:
    crew, ticket = await desk.post("/teams", {"name": "Crew"}), await desk.open()
    after_it = await desk.patch(f"/tickets/{ticket['id']}", {"team_id": crew["id"]})
    assert after_it["status"] == "new"
    await after(desk, ticket, known=1, news=["ticket.updated", "ticket.assigned"])


async def test_replies_and_notes_carry_their_message(desk: Desk) -> None:
    ticket, path = await desk.open(), "/tickets/{}/{}"
    note = await desk.post(path.format(ticket["id"], "reply"), {"text": "Hm", "internal": True})
    answer = await desk.post(path.format(ticket["id"], "reply"), {"text": "Soon"})
    asked = await desk.post(path.format(ticket["id"], "customer-reply"), {"text": "When?"})
    news = ["ticket.noted", "ticket.replied", *MOVE, "ticket.replied"]
    events = await after(desk, ticket, known=1, news=news)
    told = [event.data.message for event in events if isinstance(event.data, MessageData)]
    assert [str(message.id) for message in told] == [note["id"], answer["id"], asked["id"]]
    assert [message.text for message in told] == ["Hm", "Soon", "When?"]
    assert [message.internal for message in told] == [True, False, False]


async def test_a_customers_reply_to_a_closed_ticket_reopens_it(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
    await desk.post(f"/tickets/{ticket['id']}/customer-reply", {"text": "Again"})
    await after(desk, ticket, known=4, news=["ticket.replied", *REOPEN])


async def test_the_words_of_a_ticket_are_in_its_events_and_a_note_only_in_its_own(desk: Desk) -> None:
    ticket = await desk.open(text="a question")
    await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "a secret note", "internal": True})
    await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "an answer"})
    events = await desk.events(ticket, upto=5)
    assert [event.type for event in events if b"a secret note" in event.to_json()] == ["ticket.noted"]


async def test_what_is_published_leaves_the_outbox(desk: Desk) -> None:
    tickets = [await desk.open() for _ in range(5)]
    for ticket in tickets:
        await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
        await desk.events(ticket, upto=4)
    await desk.system.outbox_empty([ticket["id"] for ticket in tickets])
