"""The reference's own requests on the envelope surface, word for word, and the shapes that they are answered with."""

import json
from typing import Any

import pytest

from shared.dialects.envelope import AGENT, CUSTOM_FIELD, TICKET, id_into
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver

CREATE = """{
  "ticket": {
    "subject": "Cannot log in",
    "status": "new",
    "priority": "high",
    "type": "incident",
    "requesterEmail": "customer@example.com",
    "requesterName": "Jane Doe",
    "assigneeId": "usr_abc123",
    "tags": ["billing", "urgent"],
    "customFields": [
      { "id": "cf_abc", "value": "Enterprise" }
    ]
  }
}"""
UPDATE = """{
  "ticket": {
    "status": "pending",
    "priority": "urgent",
    "assigneeId": "usr_xyz789",
    "tags": ["escalated"],
    "customFields": [
      { "id": "cf_abc", "value": "Pro" }
    ]
  }
}"""
FIELDS = {
    *("id", "subject", "status", "priority", "type", "assigneeId", "requesterEmail", "requesterName"),
    *("tags", "customFields", "createdAt", "updatedAt"),
}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def envelope(desk: Desk) -> EnvelopeDriver:
    return EnvelopeDriver(desk)


class Reference:
    """The reference's requests with this tenant's ids in the places of its made-up ones."""

    def __init__(self, envelope: EnvelopeDriver, ids: dict[str, str]) -> None:
        self._envelope = envelope
        self._ids = ids

    def body(self, text: str) -> Json:
        """What a request says once the ids are this tenant's."""
        for example, own in self._ids.items():
            text = text.replace(example, own)
        return dict(json.loads(text)["ticket"])

    async def send(self, method: str, path: str, text: str, *, status: int) -> Json:
        content = json.dumps({"ticket": self.body(text)})
        answer = good(await self._envelope.send(method, path, content=content, headers=JSON), status)
        assert set(answer) == {"ticket"}
        return dict(answer["ticket"])


@pytest.fixture
async def reference(desk: Desk, envelope: EnvelopeDriver) -> Reference:
    field = await desk.post("/custom-fields", {"name": "Plan", "type": "select", "options": ["Enterprise", "Pro"]})
    ada, bob = await desk.agent("Ada"), await desk.agent("Bob")
    ids = {"usr_abc123": spelled(AGENT, ada), "usr_xyz789": spelled(AGENT, bob), "cf_abc": spelled(CUSTOM_FIELD, field)}
    return Reference(envelope, ids)


async def test_a_ticket_is_created_with_all_that_it_was_given(
    desk: Desk, envelope: EnvelopeDriver, reference: Reference
) -> None:
    ticket = await reference.send("POST", "/tickets", CREATE, status=201)
    assert set(ticket) == FIELDS
    assert {name: ticket[name] for name in reference.body(CREATE)} == reference.body(CREATE)
    assert ticket["id"].startswith("tkt_")
    assert ticket["createdAt"] == ticket["updatedAt"]
    assert ticket["createdAt"].endswith("Z")
    for spelling in (ticket["id"], str(plain(ticket))):
        assert good(await envelope.send("GET", f"/tickets/{spelling}"), 200) == {"ticket": ticket}
    assert (await desk.get(f"/tickets/{plain(ticket)}"))["channel"] == "api"
    assert await desk.told({"id": plain(ticket)}, upto=1) == ["ticket.created"]


async def test_an_update_changes_only_what_is_provided(
    desk: Desk, envelope: EnvelopeDriver, reference: Reference
) -> None:
    before = await reference.send("POST", "/tickets", CREATE, status=201)
    after = await reference.send("PUT", f"/tickets/{before['id']}", UPDATE, status=200)
    assert after == before | reference.body(UPDATE) | {"updatedAt": after["updatedAt"]}
    assert good(await envelope.send("GET", f"/tickets/{before['id']}"), 200) == {"ticket": after}
    told = await desk.told({"id": plain(before)}, upto=4)
    assert told == ["ticket.created", "ticket.updated", "ticket.status_changed", "ticket.assigned"]


async def test_a_deleted_ticket_is_gone(desk: Desk, envelope: EnvelopeDriver, reference: Reference) -> None:
    ticket = await reference.send("POST", "/tickets", CREATE, status=201)
    answer = await envelope.send("DELETE", f"/tickets/{ticket['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "DELETE"):
        assert (await envelope.send(method, f"/tickets/{ticket['id']}")).status_code == 404
    assert (await envelope.first())["tickets"] == []
    assert (await desk.told({"id": plain(ticket)}, upto=2))[-1] == "ticket.deleted"


async def test_a_list_is_a_page_in_an_envelope(envelope: EnvelopeDriver, reference: Reference) -> None:
    made = [await reference.send("POST", "/tickets", CREATE, status=201) for _ in range(26)][::-1]
    page = await envelope.first()
    assert set(page) == {"tickets", "meta", "links"}
    assert page["tickets"] == made[:25]
    assert page["meta"] == {"pageSize": 25, "hasMore": True}
    assert set(page["links"]) == {"next"}
    assert page["links"]["next"].startswith("/api/v1/tickets?after=")
    last = await envelope.follow(page["links"]["next"])
    assert last == {"tickets": made[25:], "meta": {"pageSize": 25, "hasMore": False}, "links": {"next": None}}


async def test_the_shortest_ticket_is_a_new_question_of_normal_priority(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    empty: dict[str, Any] = {"assigneeId": None, "requesterEmail": None, "requesterName": None, "tags": []}
    said = {"subject": "Cannot log in", "status": "new", "priority": "normal", "type": "question", "customFields": []}
    assert {name: ticket[name] for name in FIELDS - {"id", "createdAt", "updatedAt"}} == said | empty


@pytest.mark.parametrize(("text", "subject"), [(CREATE, {}), (UPDATE, {"subject": "Cannot log in"})])
async def test_the_examples_own_ids_name_nothing(envelope: EnvelopeDriver, text: str, subject: Json) -> None:
    """They are too short to be ids at all: sent as they stand, every one of them is complained of."""
    body = {"ticket": {**json.loads(text)["ticket"], **subject}}
    answer = await envelope.send("POST", "/tickets", json=body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "VALIDATION_ERROR"
    assert [detail["field"] for detail in error["details"]] == ["ticket.assigneeId", "ticket.customFields.0.id"]


@pytest.mark.parametrize("body", [{}, {"subject": "x"}, {"ticket": None}, {"ticket": "x"}, {"ticket": []}])
@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_body_without_a_ticket_object(envelope: EnvelopeDriver, method: str, body: Json) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    path = "/tickets" if method == "POST" else f"/tickets/{ticket['id']}"
    refused(await envelope.send(method, path, json=body), status=400, code="BAD_REQUEST")
    assert (await envelope.first())["tickets"] == [ticket]


async def test_a_required_field_that_is_missing(envelope: EnvelopeDriver) -> None:
    answer = await envelope.send("POST", "/tickets", json={"ticket": {}})
    error = refused(answer, status=422, code="VALIDATION_ERROR")
    assert [detail["field"] for detail in error["details"]] == ["ticket.subject"]


async def test_a_ticket_that_is_not_there(envelope: EnvelopeDriver) -> None:
    unknown = "tkt_01a000000000700080000000000000ff"
    for method, body in (("GET", None), ("PUT", {"ticket": {}}), ("DELETE", None)):
        answer = await envelope.send(method, f"/tickets/{unknown}", json=body)
        refused(answer, status=404, code="NOT_FOUND")


def refused(answer: Any, *, status: int, code: str) -> Json:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", *(["details"] if status == 422 else [])}
    assert body["error"]["code"] == code
    return dict(body["error"])


def spelled(kind: str, row: Json) -> str:
    """The id as this surface spells it."""
    return f"{kind}_{row['id'].replace('-', '')}"


def plain(ticket: Json) -> str:
    """The id as the messenger surface spells it."""
    return str(id_into(TICKET, ticket["id"]))
