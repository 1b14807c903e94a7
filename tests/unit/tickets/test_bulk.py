"""One action over many tickets: each stands by itself, and the answers keep the order of the question."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import Amended
from services.tickets.usecases.bulk import Outcome, bulk
from services.tickets.usecases.change_ticket import Wanted, change_ticket
from shared.vocabulary import Priority
from tests.unit.tickets.builders import ACTOR, ticket
from tests.unit.tickets.memory import MemoryTickets, ports

URGENT = Wanted(priority=Priority.URGENT)


def tickets(count: int) -> MemoryTickets:
    return MemoryTickets(*(ticket(id=UUID(int=number)) for number in range(1, count + 1)))


async def run(stored: MemoryTickets, names: list[str], *, wanted: Wanted = URGENT) -> list[Outcome]:
    async def act(ticket_id: UUID) -> Amended:
        return await change_ticket(ports(stored), actor=ACTOR, ticket_id=ticket_id, wanted=wanted)

    return await bulk(names, act=act)


async def test_every_ticket_is_acted_on_and_answered_for_in_order() -> None:
    stored = tickets(100)
    names = [str(ticket_id) for ticket_id in reversed(stored.rows)]
    outcomes = await run(stored, names)
    assert [outcome.ticket_id for outcome in outcomes] == names
    assert all(outcome.changed and outcome.error is None for outcome in outcomes)
    assert {row.priority for row in stored.rows.values()} == {Priority.URGENT}


async def test_unknown_ids_and_what_is_no_id_fail_alone() -> None:
    stored = tickets(2)
    names = [str(UUID(int=1)), str(UUID(int=99)), "no id", str(UUID(int=2))]
    outcomes = await run(stored, names)
    assert [outcome.changed for outcome in outcomes] == [True, False, False, True]
    assert [outcome.error and outcome.error.code for outcome in outcomes] == [None, "not_found", "not_found", None]


async def test_another_tenants_ticket_is_like_an_unknown_one() -> None:
    stored = MemoryTickets(ticket(tenant_id=UUID(int=77)))
    (outcome,) = await run(stored, [str(next(iter(stored.rows)))])
    assert outcome.error is not None
    assert outcome.error.code == "not_found"
    assert stored.events == []


async def test_an_id_given_twice_is_acted_on_once_however_it_is_written() -> None:
    ticket_id = UUID(int=0xABCDEF)
    stored, name = MemoryTickets(ticket(id=ticket_id)), str(ticket_id)
    outcomes = await run(stored, [name, name.upper(), ticket_id.hex, name])
    assert [outcome.ticket_id for outcome in outcomes] == [name]
    assert len(stored.events) == 1


async def test_a_ticket_that_already_is_as_wanted_does_not_count_as_changed() -> None:
    stored = MemoryTickets(ticket(priority=Priority.URGENT))
    (outcome,) = await run(stored, [str(next(iter(stored.rows)))])
    assert outcome == Outcome(outcome.ticket_id, changed=False)


async def test_what_somebody_else_changed_meanwhile_does_not_count_as_changed() -> None:
    stored = tickets(1)
    (ticket_id,) = stored.rows

    def meanwhile(_: Ticket) -> None:
        stored.rows[ticket_id] = replace(stored.rows[ticket_id], version=2, revision=1, priority=Priority.URGENT)

    stored.before_save = meanwhile
    (outcome,) = await run(stored, [str(ticket_id)])
    assert outcome.changed is False


async def test_too_many_tags_on_one_ticket_is_its_own_error() -> None:
    full = ticket(id=UUID(int=1), tags=tuple(f"tag {number}" for number in range(20)))
    stored = MemoryTickets(full, ticket(id=UUID(int=2)))
    outcomes = await run(stored, [str(UUID(int=1)), str(UUID(int=2))], wanted=Wanted(add_tags=("one more",)))
    assert [outcome.changed for outcome in outcomes] == [False, True]
    assert outcomes[0].error is not None
    assert outcomes[0].error.code == "validation_error"
