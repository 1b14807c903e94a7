"""Every kind of update that the messengers send is read as what it means."""

import json

import pytest

from services.notifications.clients.max import Max
from services.notifications.clients.telegram import Telegram
from services.notifications.usecases.platform_ports import Platform
from tests.contracts.platforms.fixtures import Fixture, fixtures, told

PLATFORMS: dict[str, Platform] = {"telegram": Telegram(), "max": Max()}
CASES = [(kind, fixture) for kind in PLATFORMS for fixture in fixtures(kind)]


@pytest.mark.parametrize(("kind", "fixture"), CASES, ids=[f"{kind}: {fixture.name}" for kind, fixture in CASES])
def test_an_update_is_read_as_what_it_means(kind: str, fixture: Fixture) -> None:
    inbound = PLATFORMS[kind].read(fixture.body)
    assert (inbound and told(inbound, list(fixture.read or {}))) == fixture.read


@pytest.mark.parametrize(("kind", "fixture"), CASES, ids=[f"{kind}: {fixture.name}" for kind, fixture in CASES])
def test_fields_that_come_later_change_nothing(kind: str, fixture: Fixture) -> None:
    read = PLATFORMS[kind].read
    richer = json.dumps({**fixture.update, "some_new_field": {"of": ["any", "form"]}}).encode()
    before, after = read(fixture.body), read(richer)
    assert (before and before.key) == (after and after.key)


@pytest.mark.parametrize("kind", list(PLATFORMS))
def test_a_customer_is_known_by_names_and_language(kind: str) -> None:
    inbound = PLATFORMS[kind].read(next(case.body for case in fixtures(kind) if case.name == "words"))
    assert inbound
    sender = inbound.sender
    assert (sender.first_name, sender.last_name, sender.username, sender.language) == ("Анна", "Ким", "anna", "ru")
