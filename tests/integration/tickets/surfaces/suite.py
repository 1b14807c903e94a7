"""What every surface must do, said once: each surface's tests inherit it."""

import asyncio
from typing import Any, ClassVar
from uuid import UUID

import pytest

from shared.vocabulary import Priority, Status
from tests.integration.tickets.desk import Desk
from tests.integration.tickets.surfaces.canonical import Said
from tests.integration.tickets.surfaces.driver import Driver
from tests.integration.tickets.surfaces.talking import TalkingDriver
from tests.support.unknown import UNKNOWN_ID


class SurfaceSuite:
    """Inherit it, or `TalkingSuite`, as `class TestX(SurfaceSuite): driver_of = XDriver`."""

    driver_of: ClassVar[type[Driver]]

    @pytest.fixture
    def driver(self, desk: Desk) -> Driver:
        return self.driver_of(desk)

    async def test_a_ticket_is_read_back_as_it_was_created(self, driver: Driver) -> None:
        made = await driver.create(subject="Where is my order?", text="It is late.", priority=Priority.HIGH)
        assert (made.subject, made.priority) == ("Where is my order?", Priority.HIGH)
        assert Status.NEW in made.statuses
        read = await driver.read(made.id)
        assert (read.subject, read.priority, read.statuses) == (made.subject, made.priority, made.statuses)

    async def test_without_a_priority_it_is_normal(self, driver: Driver) -> None:
        assert (await driver.create(subject="Plain")).priority is Priority.NORMAL

    async def test_a_list_shows_every_ticket_once_newest_first(self, driver: Driver) -> None:
        made = [(await driver.create(subject=f"Ticket {number}")).id for number in range(7)]
        for limit in (2, 7, 100):
            assert await driver.walk(limit=limit) == made[::-1]

    async def test_paging_while_others_create_shows_the_older_ones_once(self, driver: Driver) -> None:
        older = [(await driver.create(subject=f"Ticket {number}")).id for number in range(6)]
        first, after = await driver.page(limit=2)
        newer = await asyncio.gather(*(driver.create(subject="Newer") for _ in range(3)))
        seen = [ticket.id for ticket in first]
        while after is not None:
            tickets, after = await driver.page(limit=2, after=after)
            seen += [ticket.id for ticket in tickets]
        assert [ticket_id for ticket_id in seen if ticket_id in older] == older[::-1]
        assert len(set(seen)) == len(seen)
        assert len(newer) == 3

    @pytest.mark.parametrize("status", list(Status))
    async def test_a_filter_by_status_finds_what_shows_that_word(self, driver: Driver, status: Status) -> None:
        made = {each: await driver.create(subject=each.value) for each in Status}
        for each, ticket in made.items():
            if each is not Status.NEW:
                await driver.set_status(ticket.id, each)
        word = (await driver.read(made[status].id)).statuses
        found, _ = await driver.page(status=status)
        assert {ticket.id for ticket in found} == {made[each].id for each in Status if each in word}

    async def test_a_filter_by_priority_finds_those_alone(self, driver: Driver) -> None:
        made = {each: await driver.create(subject=each.value, priority=each) for each in Priority}
        for priority, ticket in made.items():
            found, _ = await driver.page(priority=priority)
            assert [one.id for one in found] == [ticket.id]

    async def test_assigning_an_agent_starts_work_and_is_undone(self, driver: Driver) -> None:
        ada = UUID((await driver.admin.agent())["id"])
        ticket = await driver.create(subject="Order")
        taken = await driver.assign(ticket.id, ada)
        assert taken.assignee_id == ada
        assert Status.IN_PROGRESS in taken.statuses
        assert (await driver.assign(ticket.id, None)).assignee_id is None

    async def test_closing_and_reopening(self, driver: Driver) -> None:
        ticket = await driver.create(subject="Order")
        assert (await driver.close(ticket.id)).statuses == (Status.CLOSED,)
        assert Status.IN_PROGRESS in (await driver.reopen(ticket.id)).statuses

    @pytest.mark.parametrize("priority", list(Priority))
    async def test_a_priority_is_set(self, driver: Driver, priority: Priority) -> None:
        ticket = await driver.create(subject="Order")
        assert (await driver.set_priority(ticket.id, priority)).priority is priority

    @pytest.mark.parametrize("ticket_id", [UNKNOWN_ID, "1", "tkt_1", "not-an-id", "%00", "$gt"])
    async def test_an_unknown_ticket_is_not_found(self, driver: Driver, ticket_id: str) -> None:
        answer = await driver.send("GET", f"/tickets/{ticket_id}")
        assert answer.status_code == 404
        assert driver.problem(answer)

    @pytest.mark.parametrize("body", [b"{", b"", b"[]", b'"text"', b"\xff", b"null"])
    async def test_a_body_that_is_no_json_object_is_refused(self, driver: Driver, body: bytes) -> None:
        answer = await driver.send("POST", "/tickets", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert driver.problem(answer)
        assert await driver.page() == ([], None)

    @pytest.mark.parametrize("query", [{"status": "nonsense"}, {"priority": "whatever"}])
    async def test_a_filter_with_a_word_of_nobodys_is_refused(self, driver: Driver, query: dict[str, Any]) -> None:
        answer = await driver.send("GET", "/tickets", params=query)
        assert answer.status_code == 422
        assert next(iter(query)) in driver.problem(answer)

    async def test_a_key_that_only_reads_writes_nothing(self, desk: Desk) -> None:
        reader = self.driver_of(desk.as_reader())
        answer = await reader.send("POST", "/tickets", json={"subject": "x", "text": "x", "ticket": {"subject": "x"}})
        assert answer.status_code == 403
        assert reader.problem(answer)
        assert await self.driver_of(desk).page() == ([], None)


class TalkingSuite(SurfaceSuite):
    """Of a surface that shows a ticket's messages."""

    driver_of: ClassVar[type[TalkingDriver]]

    @pytest.fixture
    def driver(self, desk: Desk) -> TalkingDriver:
        return self.driver_of(desk)

    async def test_a_tickets_text_is_its_first_message(self, driver: TalkingDriver) -> None:
        made = await driver.create(subject="Order", text="It is late.")
        read = await driver.read(made.id)
        assert (made.text, read.text) == ("It is late.", "It is late.")
        assert read.messages == (Said("customer", "It is late.", False),)

    async def test_an_agents_reply_answers_and_a_note_does_not(self, driver: TalkingDriver) -> None:
        ticket = await driver.create(subject="Order", text="Where is it?")
        assert await driver.reply(ticket.id, "Ask the depot", internal=True) == Said("agent", "Ask the depot", True)
        assert Status.NEW in (await driver.read(ticket.id)).statuses
        assert await driver.reply(ticket.id, "On its way") == Said("agent", "On its way", False)
        read = await driver.read(ticket.id)
        assert Status.IN_PROGRESS in read.statuses
        assert [said.text for said in read.messages or ()] == ["Where is it?", "Ask the depot", "On its way"]
