"""A tenant of its own for each of a machine's runs, and its callers on every surface."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Set
from dataclasses import replace
from itertools import cycle
from typing import Any
from uuid import UUID

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.canonical import Said, Shown
from tests.integration.tickets.surfaces.driver import Driver, Refused
from tests.integration.tickets.surfaces.drivers import DRIVERS, TALKING
from tests.integration.tickets.surfaces.life import Life
from tests.integration.tickets.surfaces.messenger import MessengerDriver
from tests.integration.tickets.surfaces.talking import TalkingDriver
from tests.integration.tickets.surfaces.workflow import WorkflowDriver, contact

# What came back, or the status of a refusal.
Answer = Shown | Said | int
# Runs on the loop of the test that the machine runs beside.
Wait = Callable[[Coroutine[Any, Any, Any]], Any]


class Tenancy:
    """Two agents, Ada and Ben, and one customer, whose all tickets are."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.agents: dict[str | None, UUID | None] = {None: None}
        self._customer: Json = {}
        self._turns = cycle(DRIVERS.values())

    async def furnish(self) -> None:
        self._customer = await contact(self.desk, "Bob")
        self.agents |= {name: UUID((await self.desk.agent(name))["id"]) for name in ("Ada", "Ben")}

    def driver(self, surface: Surface, *, seen: int | None = None, customer: bool = False) -> Driver:
        """One caller with one request to send, again and again: with an Idempotency-Key, and If-Match if it has
        `seen` a version."""
        return DRIVERS[surface](self._caller(seen=seen, customer=customer))

    def talker(self, surface: Surface, *, seen: int | None = None, customer: bool = False) -> TalkingDriver:
        return TALKING[surface](self._caller(seen=seen, customer=customer))

    def messenger(self) -> MessengerDriver:
        return MessengerDriver(self._caller(seen=None, customer=False))

    def fields(self, drawn: Mapping[str, Any], *, taken: Set[str]) -> Any:
        """What was drawn as far as it is taken, with the agent's id for their name, and the customer."""
        given = {**drawn, "contact_id": UUID(self._customer["id"]), "requester_email": self._customer["email"]}
        if "assignee_id" in drawn:
            given["assignee_id"] = self.agents[drawn["assignee_id"]]
        return {name: value for name, value in given.items() if name in taken}

    async def number(self, ticket_id: UUID) -> int:
        """The ticket's number: not every surface shows it."""
        number = (await MessengerDriver(self.desk).read(ticket_id)).number
        assert number is not None
        return number

    async def reads(self, ticket_id: UUID) -> list[Answer]:
        """What every surface says to who asks for it."""
        reads = (answered(driver_of(self.desk).read(ticket_id)) for driver_of in DRIVERS.values())
        return list(await asyncio.gather(*reads))

    async def check(self, lives: list[Life], *, last: Life | None) -> None:
        """Every surface shows the last changed ticket whole; in turn one shows its customer all but the notes, and
        lists these tickets, newest first."""
        turn = next(self._turns)
        checks = [self._lists(turn(self.desk), lives[::-1])]
        if last is not None:
            checks += [_shows(driver_of(self.desk), last) for driver_of in DRIVERS.values()]
            checks += [_shows(turn(self.desk.as_customer(self._customer["id"])), last.without_notes)]
        await asyncio.gather(*checks)

    async def _lists(self, driver: Driver, lives: list[Life]) -> None:
        rows, following = await driver.page(limit=100)
        assert following is None
        assert [_common(row) for row in rows] == [_common(driver.expected(life)) for life in lives], driver.surface
        if isinstance(driver, WorkflowDriver):
            assert await driver.total() == len(lives)

    def _caller(self, *, seen: int | None, customer: bool) -> Desk:
        matching = {} if seen is None else {"if_match": f'"{seen}"'}
        desk = self.desk.as_customer(self._customer["id"]) if customer else self.desk
        return desk.sending(idempotency_key=str(new_id()), **matching)


async def answered(call: Awaitable[Any]) -> Any:
    """What came back, or the status of the refusal."""
    try:
        return await call
    except Refused as refused:
        return refused.answer.status_code


async def _shows(driver: Driver, life: Life) -> None:
    assert await driver.read(life.id) == driver.expected(life), driver.surface


def _common(shown: Shown) -> Shown:
    """As far as the lists of all surfaces show a ticket."""
    return replace(shown, text=None, number=None, tags=None, dated=None, messages=None, version=None)
