"""What goes to an endpoint, what signs it, and when it is given up."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.failing import Failing, Patience
from services.webhooks.domain.secret import Secret, rotated
from shared.errors import Conflict
from tests.unit.webhooks.builders import AT, ENDPOINT_ID, TENANT_ID, later

DAY = 86_400
FIVE_DAYS = Patience(timedelta(days=5), 20)


def endpoint(*events: str) -> Endpoint:
    return Endpoint(
        id=ENDPOINT_ID,
        tenant_id=TENANT_ID,
        url="https://shop.example.com/hooks",
        events=events or ("*",),
        format="messenger",
        description="",
        enabled=True,
        secrets=(secret(1),),
        created_at=AT,
        updated_at=AT,
        failing=Failing(AT, 3),
    )


def secret(number: int) -> Secret:
    return Secret(UUID(int=number), f"whsec_{number}")


def wants(events: tuple[str, ...], name: str, *, spelt: str | None = None) -> bool:
    return endpoint(*events).wants(name, spelt=spelt or name)


@pytest.mark.parametrize("name", ["ticket.noted", "settings.changed", "directory.changed"])
def test_what_stays_inside_goes_only_where_it_is_named(name: str) -> None:
    assert not wants(("*",), name)
    assert wants(("*", name), name)
    assert wants((name,), name)


def test_an_event_goes_where_it_is_named_in_either_spelling() -> None:
    for named in ("ticket.assigned", "ticket.assignment.changed"):
        assert wants((named,), "ticket.assigned", spelt="ticket.assignment.changed")
    assert not wants(("ticket.created",), "ticket.assigned", spelt="ticket.assignment.changed")


def test_an_endpoint_that_is_off_wants_nothing() -> None:
    assert not endpoint("*", "ticket.created").switched(False).wants("ticket.created", spelt="ticket.created")


def test_turning_it_on_begins_anew() -> None:
    off = replace(endpoint(), enabled=False, disabled_reason="gone")
    on = off.switched(True)
    assert (on.enabled, on.disabled_reason, on.failing) == (True, None, None)
    assert off.switched(False).failing == Failing(AT, 3)


def test_another_address_has_not_failed_yet() -> None:
    assert endpoint().moved("https://shop.example.com/other").failing is None
    assert endpoint().moved(endpoint().url) == endpoint()


def test_a_rotated_secret_signs_second_for_a_day() -> None:
    both = replace(endpoint(), secrets=rotated(endpoint().secrets, secret(2), at=AT))
    assert both.signing(later(DAY - 1)) == ("whsec_2", "whsec_1")
    assert both.signing(later(DAY)) == ("whsec_2",)


def test_each_of_several_rotated_secrets_has_its_own_day() -> None:
    twice = rotated(rotated([secret(1)], secret(2), at=AT), secret(3), at=later(DAY / 2))
    assert replace(endpoint(), secrets=twice).signing(later(DAY - 1)) == ("whsec_3", "whsec_2", "whsec_1")
    assert replace(endpoint(), secrets=twice).signing(later(DAY)) == ("whsec_3", "whsec_2")
    assert [each.text for each in rotated(twice, secret(4), at=later(2 * DAY))] == ["whsec_4", "whsec_3"]


def test_secrets_do_not_pile_up() -> None:
    secrets = (secret(1),)
    for number in range(2, 11):
        secrets = rotated(secrets, secret(number), at=AT)
    with pytest.raises(Conflict):
        rotated(secrets, secret(11), at=AT)


def test_a_secret_is_not_told_where_one_looks_at_it() -> None:
    assert "whsec_1" not in repr(endpoint())


@pytest.mark.parametrize(
    ("deliveries", "days", "ended"), [(20, 5, True), (19, 5, False), (20, 4.99, False), (500, 30, True)]
)
def test_patience_ends_after_five_days_and_twenty_deliveries(deliveries: int, days: float, ended: bool) -> None:
    assert FIVE_DAYS.ended(Failing(AT, deliveries), at=later(days * DAY)) is ended
