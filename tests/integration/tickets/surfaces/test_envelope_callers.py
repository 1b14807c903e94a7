"""Who may do what on the envelope surface, and that another tenant's id is like one that does not exist."""

from typing import Any

import pytest

from shared.dialects.envelope import AGENT
from shared.identity import HEADER
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver

UNKNOWN = "01a00000000070008000000000000000"
SORTS = ("created_at", "updated_at", "status", "priority")


@pytest.fixture
def envelope(desk: Desk) -> EnvelopeDriver:
    return EnvelopeDriver(desk)


@pytest.fixture
async def bob(desk: Desk) -> EnvelopeDriver:
    """A customer with a key of their own."""
    contact = await desk.post("/contacts", {"name": "Bob", "email": "bob@example.com"})
    return EnvelopeDriver(desk.as_customer(contact["id"]))


async def refusal(caller: EnvelopeDriver, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = await caller.send(method, path, json=body)
    assert caller.problem(answer)
    return answer.status_code, answer.json()["error"]


WRITES: list[tuple[str, str, Json | None]] = [
    ("POST", "/tickets", {"ticket": {"subject": "x"}}),
    ("PUT", "/tickets/{id}", {"ticket": {"subject": "x"}}),
    ("DELETE", "/tickets/{id}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
async def test_a_key_that_reads_writes_nothing(envelope: EnvelopeDriver, method: str, path: str, body: Any) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    reader = EnvelopeDriver(envelope.admin.as_reader())
    status, error = await refusal(reader, method, path.format(**ticket), body)
    assert (status, error["code"]) == (403, "FORBIDDEN")
    assert (await reader.first())["tickets"] == [ticket]


async def test_nobody_in_particular_is_refused(envelope: EnvelopeDriver) -> None:
    for identity in ("", "nonsense"):
        answer = await envelope.send("GET", "/tickets", headers={HEADER: identity})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_an_agent_may_do_everything(envelope: EnvelopeDriver) -> None:
    agent = EnvelopeDriver(envelope.admin.as_agent())
    ticket = await agent.post({"subject": "Cannot log in"})
    assert (await agent.put(ticket["id"], {"status": "open"}))["status"] == "open"
    assert (await agent.send("DELETE", f"/tickets/{ticket['id']}")).status_code == 204


async def test_a_customer_opens_reads_closes_and_reopens_their_own(
    envelope: EnvelopeDriver, bob: EnvelopeDriver
) -> None:
    ticket = await bob.post({"subject": "Cannot log in", "priority": "high", "type": "incident"})
    assert (ticket["requesterName"], ticket["requesterEmail"]) == ("Bob", "bob@example.com")
    assert good(await bob.send("GET", f"/tickets/{ticket['id']}"), 200) == {"ticket": ticket}
    assert (await bob.put(ticket["id"], {"status": "closed"}))["status"] == "closed"
    assert (await bob.put(ticket["id"], {"status": "open"}))["status"] == "open"


async def test_a_customer_sees_their_own_and_no_other(envelope: EnvelopeDriver, bob: EnvelopeDriver) -> None:
    own = [await bob.post({"subject": f"Mine {number}", "priority": "high"}) for number in range(5)]
    foreign = await envelope.post({"subject": "Theirs", "priority": "high", "requesterEmail": "eve@example.com"})
    for sort_by in SORTS:
        for filters in ({}, {"status": "new"}, {"priority": "high"}):
            assert await bob.whole(sort_by=sort_by, page_size=2, **filters) == own[::-1]
    for method, body in (("GET", None), ("PUT", {"ticket": {"status": "closed"}})):
        assert await refusal(bob, method, f"/tickets/{foreign['id']}", body) == (
            await refusal(bob, method, f"/tickets/tkt_{UNKNOWN}", body)
        )


NOT_TO_OPEN_WITH: list[Json] = [{"status": "closed"}, {"tags": ["vip"]}, {"assigneeId": UNKNOWN}]
NOT_TO_CHANGE: list[Json] = [
    {},
    {"subject": "x"},
    {"status": "pending"},
    {"status": "closed", "priority": "low"},
    {"assigneeId": None},
    {"requesterEmail": "eve@example.com"},
    {"customFields": []},
]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        *(("POST", "/tickets", {"ticket": {"subject": "x", **given}}) for given in NOT_TO_OPEN_WITH),
        *(("PUT", "/tickets/{id}", {"ticket": given}) for given in NOT_TO_CHANGE),
        ("DELETE", "/tickets/{id}", None),
    ],
)
async def test_a_customer_may_do_nothing_else(bob: EnvelopeDriver, method: str, path: str, body: Any) -> None:
    ticket = await bob.post({"subject": "Cannot log in"})
    status, error = await refusal(bob, method, path.format(**ticket), body)
    assert (status, error["code"]) == (403, "FORBIDDEN")
    assert (await bob.first())["tickets"] == [ticket]


async def test_what_the_tenant_turns_off_is_off(desk: Desk, envelope: EnvelopeDriver, bob: EnvelopeDriver) -> None:
    ticket = await bob.post({"subject": "Cannot log in"})
    await desk.put("/settings", {"helpdesk_allow_view": False, "helpdesk_allow_create": False})
    for method, path, body in (("GET", "/tickets", None), ("GET", f"/tickets/{ticket['id']}", None), WRITES[0]):
        assert (await refusal(bob, method, path, body))[0] == 403
    assert (await envelope.first())["tickets"] == [ticket]
    await desk.put("/settings", {"helpdesk_enabled": False})
    assert (await refusal(envelope, *WRITES[0]))[0] == 403


@pytest.fixture
async def theirs(desk: Desk) -> dict[str, str]:
    """The ids of a neighbour's ticket, agent and custom field."""
    neighbour = EnvelopeDriver(Desk(desk.system))
    agent = (await neighbour.admin.agent())["id"].replace("-", "")
    field = await neighbour.admin.post("/custom-fields", {"name": "Plan", "type": "text"})
    ticket = await neighbour.post({"subject": "Theirs", "assigneeId": f"{AGENT}_{agent}"})
    return {"ticket": ticket["id"], "agent": agent, "field": field["id"].replace("-", "")}


@pytest.mark.parametrize(
    ("method", "body"), [("GET", None), ("PUT", {"ticket": {"subject": "Mine"}}), ("DELETE", None)]
)
async def test_a_neighbours_ticket_is_unknown(
    envelope: EnvelopeDriver, theirs: dict[str, str], method: str, body: Any
) -> None:
    foreign = await refusal(envelope, method, f"/tickets/{theirs['ticket']}", body)
    assert foreign == await refusal(envelope, method, f"/tickets/tkt_{UNKNOWN}", body)
    assert (foreign[0], foreign[1]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("kind", "place", "given"),
    [
        ("agent", "ticket.assigneeId", lambda row: {"assigneeId": f"usr_{row}"}),
        ("field", "ticket.customFields.0.id", lambda row: {"customFields": [{"id": f"cf_{row}", "value": "Pro"}]}),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_neighbours_id_in_a_body_is_unknown(
    envelope: EnvelopeDriver, theirs: dict[str, str], method: str, kind: str, place: str, given: Any
) -> None:
    ticket = await envelope.post({"subject": "Mine"})
    path = "/tickets" if method == "POST" else f"/tickets/{ticket['id']}"
    before = await envelope.admin.stored()
    foreign, unknown = [
        await refusal(envelope, method, path, {"ticket": {"subject": "Mine", **given(row)}})
        for row in (theirs[kind], UNKNOWN)
    ]
    assert foreign == unknown
    assert foreign[0] == 422
    assert [detail["field"] for detail in foreign[1]["details"]] == [place]
    assert await envelope.admin.stored() == before


async def test_a_neighbours_agent_as_a_filter_finds_nothing(envelope: EnvelopeDriver, theirs: dict[str, str]) -> None:
    await envelope.post({"subject": "Mine"})
    assert (await envelope.first(assignee_id=f"{AGENT}_{theirs['agent']}"))["tickets"] == []


async def test_a_write_builds_on_what_was_seen(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    path = f"/tickets/{ticket['id']}"
    seen = (await envelope.send("GET", path)).headers["ETag"]
    assert (await envelope.send("GET", path, headers={"If-None-Match": seen})).status_code == 304
    taken = await envelope.send("PUT", path, json={"ticket": {"tags": ["vip"]}}, headers={"If-Match": seen})
    assert (taken.status_code, taken.headers["ETag"]) == (200, '"2"')
    late = await envelope.send("PUT", path, json={"ticket": {"tags": []}}, headers={"If-Match": seen})
    assert late.status_code == 412
    assert envelope.problem(late)
    assert (await envelope.first())["tickets"] == [taken.json()["ticket"]]


async def test_a_creation_sent_again_is_answered_as_the_first_time(envelope: EnvelopeDriver) -> None:
    headers = {"Idempotency-Key": "one of a kind"}
    first, again = [
        await envelope.send("POST", "/tickets", json={"ticket": {"subject": "x"}}, headers=headers) for _ in range(2)
    ]
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (await envelope.first())["tickets"] == [first.json()["ticket"]]
