"""An e-mail to agents finds them when it is sent, and waits while nobody can say who they are."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from services.notifications.domain.colleagues import Colleague, Concerned
from services.notifications.domain.email import Cause, Email, Letter
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.send_email import send_email
from shared.errors import Unavailable
from shared.events.decisions import MessageDelivery
from shared.ids import new_id

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANN = Colleague(UUID(int=1), "Ann", "ann@acme.example", on_assigned=True, on_reply=True)
BOB = Colleague(UUID(int=2), "Bob", "bob@acme.example", on_assigned=True, on_reply=True)
TEAM = Concerned(None, (ANN, BOB))


@dataclass
class MemoryEmails:
    """Each event's e-mail to an address once, as the real store has it."""

    rows: dict[tuple[UUID, str], Email] = field(default_factory=dict)
    waiting: list[Email] = field(default_factory=list)
    over: list[Email] = field(default_factory=list)

    async def add(self, email: Email, *, report: MessageDelivery | None) -> bool:
        key = (email.event_id, email.to.address if email.to else "")
        return self.rows.setdefault(key, email) is email

    async def put_off(self, email: Email, *, until: datetime) -> None:
        self.waiting.append(email)

    async def settle(self, email: Email, *, report: MessageDelivery | None) -> None:
        self.over.append(email)


@dataclass
class MemoryPorts:
    """What sending to agents asks for; `concerned` is what tickets says, None while it is away."""

    answer: Concerned | None = TEAM
    emails: MemoryEmails = field(default_factory=MemoryEmails)

    @property
    def tickets(self) -> "MemoryPorts":
        return self

    async def concerned(self, tenant_id: UUID, *, ticket_id: UUID) -> Concerned:
        if self.answer is None:
            raise Unavailable("a sibling cannot be reached")
        return self.answer

    def ring_postman(self) -> None:
        """Nobody waits for it here."""

    def clock(self) -> datetime:
        return NOW


def to_agents() -> Email:
    letter = Letter("k1", UUID(int=9), "[HD-2026-0001] Printer", "Hello\n", None, NOW)
    return Email(new_id(), new_id(), UUID(int=9), new_id(), Cause.CUSTOMER_REPLIED, letter, None, NOW, NOW)


async def test_each_agent_has_one_however_often_it_is_addressed() -> None:
    ports, email = MemoryPorts(), to_agents()
    for _ in range(2):
        await send_email(email, ports=cast(Ports, ports))
    copies = list(ports.emails.rows.values())
    assert [copy.to.address for copy in copies if copy.to] == [ANN.email, BOB.email]
    assert {copy.letter.key for copy in copies} == {f"k1.{ANN.id}", f"k1.{BOB.id}"}
    assert {over.id for over in ports.emails.over} == {email.id}


async def test_it_waits_while_tickets_is_away() -> None:
    ports, email = MemoryPorts(answer=None), to_agents()
    await send_email(email, ports=cast(Ports, ports))
    [waiting] = ports.emails.waiting
    assert waiting == replace(email, attempts=1, error="a sibling cannot be reached")
    assert (ports.emails.rows, ports.emails.over) == ({}, [])


async def test_one_that_concerns_nobody_is_over() -> None:
    ports = MemoryPorts(answer=Concerned(None, ()))
    await send_email(to_agents(), ports=cast(Ports, ports))
    assert len(ports.emails.over) == 1
    assert ports.emails.rows == {}
