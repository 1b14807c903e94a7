"""Which messages may carry a file."""

from dataclasses import replace

import pytest

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from shared.clock import utc_now
from shared.ids import new_id
from shared.vocabulary import ActorType

TENANT, TICKET, OTHER = new_id(), new_id(), new_id()
FILE = StoredFile(
    id=new_id(),
    tenant_id=TENANT,
    name="a.txt",
    content_type="text/plain",
    uploader="mine",
    created_at=utc_now(),
    expires_at=None,
)


def by(kind: ActorType, key_id: str | None) -> Actor:
    return Actor(TENANT, kind, key_id=key_id)


@pytest.mark.parametrize("key_id", ["mine", "another", None])
def test_an_agent_may_use_any_upload_of_the_tenant_in_one_ticket(key_id: str | None) -> None:
    agent = by(ActorType.AGENT, key_id)
    assert FILE.usable(in_ticket=TICKET, by=agent)
    assert replace(FILE, ticket_id=TICKET).usable(in_ticket=TICKET, by=agent)
    assert not replace(FILE, ticket_id=OTHER).usable(in_ticket=TICKET, by=agent)


@pytest.mark.parametrize(("key_id", "may"), [("mine", True), ("another", False), (None, False)])
def test_a_customer_may_use_what_the_same_key_brought(key_id: str | None, may: bool) -> None:
    customer = by(ActorType.CUSTOMER, key_id)
    assert FILE.usable(in_ticket=TICKET, by=customer) is may
    assert replace(FILE, ticket_id=TICKET).usable(in_ticket=TICKET, by=customer) is may
    assert not replace(FILE, ticket_id=OTHER).usable(in_ticket=TICKET, by=customer)


def test_no_key_has_brought_what_came_without_one() -> None:
    assert not replace(FILE, uploader=None).brought_by(None)
