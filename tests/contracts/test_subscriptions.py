"""Who hears what: no event is published into the void, and every service handles exactly what its queue brings."""

from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from shared.events.registry import EVENTS, FOR_OUTSIDE, NARROWER, SENT_TO_WEBHOOKS, SUBSCRIPTIONS, EventType
from tests.contracts.events import whole

ROOT = Path(__file__).parents[2]
CONSUMERS = sorted(path.parts[-3] for path in ROOT.glob("services/*/consumers/handlers.py"))


def handled(service: str) -> set[EventType]:
    """The types that a service has a handler for; what handlers need to run is no matter here."""
    make: Any = import_module(f"services.{service}.consumers.handlers").handlers
    return set(make(**dict.fromkeys(signature(make).parameters)))


@pytest.mark.parametrize("name", EVENTS)
def test_every_type_has_a_consumer_or_is_declared_to_be_for_outside(name: str) -> None:
    event = EVENTS[name]
    heard = any(event in types for types in SUBSCRIPTIONS.values())
    assert heard != (event in FOR_OUTSIDE)


@pytest.mark.parametrize("service", CONSUMERS)
def test_a_service_handles_exactly_what_its_queue_is_bound_to(service: str) -> None:
    assert handled(service) == set(SUBSCRIPTIONS[service])


def test_a_narrower_key_belongs_to_an_event_that_the_queue_is_for_and_that_has_it() -> None:
    for (service, event), key in NARROWER.items():
        assert event in SUBSCRIPTIONS[service]
        assert key.startswith(f"{event.TYPE}.")
        assert key in whole(event).also


def test_every_queue_has_a_service_that_consumes_it() -> None:
    assert set(CONSUMERS) == set(SUBSCRIPTIONS)


@pytest.mark.parametrize("service", SUBSCRIPTIONS)
def test_a_subscription_names_a_type_once_and_only_known_ones(service: str) -> None:
    types = SUBSCRIPTIONS[service]
    assert len(set(types)) == len(types)
    assert set(types) <= set(EVENTS.values())


def test_every_type_is_registered_under_its_own_name() -> None:
    assert all(name == event.TYPE for name, event in EVENTS.items())


def test_receivers_may_ask_for_whatever_is_told_of_a_ticket() -> None:
    about_tickets = {event for name, event in EVENTS.items() if name.startswith("ticket.")}
    assert about_tickets <= set(SENT_TO_WEBHOOKS)
