"""What travels on the bus: every event comes out of its JSON as it went in, and the envelope is a CloudEvent."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.events.envelope import Contract, Event
from shared.events.registry import EVENTS
from shared.events.tenant import TenantChanged, TenantData
from shared.events.ticket import TicketCreated
from tests.contracts.events import EVERY, TENANT_ID, UNUSED_MODELS, whole

GOLDEN = Path(__file__).parent / "ticket_created.json"
ATTRIBUTES = {
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "tenantid",
    "sequence",
    "requestid",
    "traceparent",
    "data",
}


def said(event: Event) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event.to_json())
    return body


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_an_event_comes_out_of_its_json_as_it_went_in(event: Event) -> None:
    again = EVENTS[event.type].model_validate_json(event.to_json())
    assert again.to_json() == event.to_json()
    assert again.id == event.id
    assert again.model_dump(mode="json") == event.model_dump(mode="json")


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_nothing_of_the_example_is_left_out(event: Event) -> None:
    assert b":null" not in event.to_json()


def test_the_examples_are_those_of_the_types_that_there_are() -> None:
    assert not UNUSED_MODELS


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_the_envelope_has_the_attributes_of_a_cloud_event(event: Event) -> None:
    body = said(event)
    assert set(body) == ATTRIBUTES - (set() if event.sequence else {"sequence"})
    assert body["specversion"] == "1.0"
    assert body["type"] == type(event).TYPE
    assert body["source"] == type(event).SOURCE
    assert body["dataschema"] == f"/schemas/{event.type}/1"
    assert body["datacontenttype"] == "application/json"
    assert all(name.isalnum() and name == name.lower() for name in body)


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_an_older_consumer_reads_an_event_that_has_learnt_something(event: Event) -> None:
    newer = said(event) | {"partitionkey": "42"}
    newer["data"] = newer["data"] | {"more": {"than": "we know"}}
    assert EVENTS[event.type].model_validate(newer).to_json() == event.to_json()


def test_ticket_created_is_written_as_it_was_agreed() -> None:
    assert said(whole(TicketCreated)) == json.loads(GOLDEN.read_text())


def test_what_is_absent_of_the_envelope_is_not_written() -> None:
    event = TenantChanged(subject=str(TENANT_ID), tenantid=TENANT_ID, data=TenantData(id=TENANT_ID, name="Acme"))
    assert {"sequence", "requestid", "traceparent"}.isdisjoint(said(event))
    assert said(event)["data"]["description"] is None


def test_two_events_have_two_ids_in_the_order_of_their_making() -> None:
    data = TenantData(id=TENANT_ID, name="Acme")
    one, other = (TenantChanged(subject="x", tenantid=TENANT_ID, data=data) for _ in range(2))
    assert one.id < other.id
    assert {one.id.version, other.id.version} == {7}


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_times_are_utc_with_milliseconds(event: Event) -> None:
    assert said(event)["time"] == "2026-03-01T09:30:00.250Z"


def test_every_model_of_the_bus_is_frozen() -> None:
    event = whole(TicketCreated)
    assert isinstance(event, Contract)
    with pytest.raises(ValueError, match="frozen"):
        setattr(event, "subject", "another")  # noqa: B010  # mypy would refuse the plain form before the test could
