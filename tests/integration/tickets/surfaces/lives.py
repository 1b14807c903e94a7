"""A machine that leads tickets through lives of its own choice, every step on a surface of its choice."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, precondition, rule

from shared.vocabulary import Priority, Status, Surface
from tests.integration.tickets.surfaces.canonical import Fields, Shown
from tests.integration.tickets.surfaces.course import Course
from tests.integration.tickets.surfaces.drivers import TALKING
from tests.integration.tickets.surfaces.life import Life
from tests.integration.tickets.surfaces.tenancy import answered
from tests.integration.tickets.surfaces.workflow import WorkflowDriver

SURFACES = st.sampled_from(list(Surface))
TALKERS = st.sampled_from(list(TALKING))
STATUSES, PRIORITIES = st.sampled_from(list(Status)), st.sampled_from(list(Priority))
TEXTS = st.text(alphabet="abc 0<Ää漢🙂", min_size=1, max_size=12).filter(lambda text: text == text.strip())
AGENTS = st.sampled_from(["Ada", "Ben", None])
TAGS = st.lists(st.sampled_from(["late", "vip", "Late"]), max_size=4)
GIVEN = {"text": TEXTS, "status": STATUSES, "priority": PRIORITIES, "assignee_id": AGENTS, "tags": TAGS}
NEW = st.fixed_dictionaries({"subject": TEXTS}, optional=GIVEN)
# A status that the ticket is brought into first, and the surface that says so: few come into each by chance.
FIRST = st.tuples(SURFACES, STATUSES) | st.none()
CHANGES = st.fixed_dictionaries({}, optional={**GIVEN, "subject": TEXTS, "text": TEXTS | st.none()})

# More would share the steps of a course, and each have a short life.
MOST_TICKETS = 3

First = tuple[Surface, Status] | None


class TicketLives(Course):
    """The steps; most begin by bringing the ticket into a status of their choice."""

    tickets: Bundle[UUID] = Bundle("tickets")

    @initialize(target=tickets, surface=SURFACES, drawn=NEW)
    def begin(self, surface: Surface, drawn: Any) -> UUID:
        self.wait(self.tenancy.furnish())
        return self.opened(surface, drawn)

    @precondition(lambda self: len(self.lives) < MOST_TICKETS)
    @rule(target=tickets, surface=SURFACES, drawn=NEW)
    def open(self, surface: Surface, drawn: Any) -> UUID:
        return self.opened(surface, drawn)

    def opened(self, surface: Surface, drawn: Any) -> UUID:
        driver = self.tenancy.driver(surface)
        fields: Fields = self.tenancy.fields(drawn, taken=driver.opens_with)

        def create() -> Awaitable[Shown]:
            return driver.create(**fields)

        made = self.wait(answered(create()))
        assert isinstance(made, Shown), made
        self.posted.append((made.id, create, made))
        if surface is Surface.MESSENGER:
            self.virtual.add(made.id)
            fields["text"] = fields.get("text", fields["subject"])
        number = self.wait(self.tenancy.number(made.id))
        assert all(number > life.number for life in self.lives.values())
        self.settle(Life.begun(fields, ticket_id=made.id, number=number), driver=driver, answer=made)
        return made.id

    @rule(ticket_id=tickets, first=FIRST, surface=SURFACES, drawn=CHANGES, seen=st.booleans())
    def change(self, ticket_id: UUID, first: First, surface: Surface, drawn: Any, seen: bool) -> None:
        self.come_into(ticket_id, first)
        driver = self.tenancy.driver(surface, seen=self.lives[ticket_id].version if seen else None)
        fields: Fields = self.tenancy.fields(drawn, taken=driver.changes_with)
        answer = self.wait(answered(driver.change(ticket_id, **fields)))
        self.settle(self.lives[ticket_id].changed(fields, on=surface), driver=driver, answer=answer)

    @rule(ticket_id=tickets, surface=SURFACES, status=STATUSES)
    def set_status(self, ticket_id: UUID, surface: Surface, status: Status) -> None:
        driver = self.tenancy.driver(surface)
        answer = self.wait(answered(driver.set_status(ticket_id, status)))
        self.settle(self.lives[ticket_id].changed({"status": status}, on=surface), driver=driver, answer=answer)

    def come_into(self, ticket_id: UUID, first: First) -> None:
        if first is not None:
            surface, status = first
            self.set_status(ticket_id, surface, status)

    @rule(ticket_id=tickets, surface=SURFACES, priority=PRIORITIES)
    def set_priority(self, ticket_id: UUID, surface: Surface, priority: Priority) -> None:
        driver = self.tenancy.driver(surface)
        answer = self.wait(answered(driver.set_priority(ticket_id, priority)))
        self.settle(self.lives[ticket_id].changed({"priority": priority}, on=surface), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, surface=SURFACES, name=AGENTS)
    def assign(self, ticket_id: UUID, first: First, surface: Surface, name: str | None) -> None:
        self.come_into(ticket_id, first)
        driver, agent_id = self.tenancy.driver(surface), self.tenancy.agents[name]
        posts = surface is Surface.WORKFLOW
        answer = self.send(ticket_id, lambda: driver.assign(ticket_id, agent_id), posts=posts)
        self.settle(self.lives[ticket_id].changed({"assignee_id": agent_id}, on=surface), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, surface=TALKERS, text=TEXTS, internal=st.booleans(), seen=st.booleans())
    def reply(self, ticket_id: UUID, first: First, surface: Surface, text: str, internal: bool, seen: bool) -> None:
        self.come_into(ticket_id, first)
        before = self.lives[ticket_id]
        driver = self.tenancy.talker(surface, seen=before.version if seen else None)
        answer = self.send(ticket_id, lambda: driver.reply(ticket_id, text, internal=internal))
        self.settle(before.noted(text) if internal else before.answered(text), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, surface=TALKERS, text=TEXTS)
    def customer_writes(self, ticket_id: UUID, first: First, surface: Surface, text: str) -> None:
        self.come_into(ticket_id, first)
        driver = self.tenancy.talker(surface, customer=True)
        answer = self.send(ticket_id, lambda: driver.reply(ticket_id, text))
        self.settle(self.lives[ticket_id].answered_by_customer(text), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, text=TEXTS)
    def virtual_customer_writes(self, ticket_id: UUID, first: First, text: str) -> None:
        self.come_into(ticket_id, first)
        driver = self.tenancy.messenger()
        answer = self.send(ticket_id, lambda: driver.customer_reply(ticket_id, text))
        if ticket_id not in self.virtual:
            assert answer == 409
            return
        self.settle(self.lives[ticket_id].answered_by_customer(text), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, surface=SURFACES, customer=st.booleans())
    def close(self, ticket_id: UUID, first: First, surface: Surface, customer: bool) -> None:
        self.come_into(ticket_id, first)
        driver = self.tenancy.driver(surface, customer=customer)
        answer = self.send(ticket_id, lambda: driver.close(ticket_id), posts=surface is Surface.WORKFLOW)
        self.settle_or_refuse(lambda: self.lives[ticket_id].closed(on=surface), driver=driver, answer=answer)

    @rule(ticket_id=tickets, first=FIRST, surface=SURFACES, customer=st.booleans())
    def reopen(self, ticket_id: UUID, first: First, surface: Surface, customer: bool) -> None:
        self.come_into(ticket_id, first)
        driver = self.tenancy.driver(surface, customer=customer)
        answer = self.send(ticket_id, lambda: driver.reopen(ticket_id), posts=surface is Surface.WORKFLOW)
        life = self.lives[ticket_id]
        self.settle_or_refuse(lambda: life.reopened(on=surface, by_customer=customer), driver=driver, answer=answer)

    @precondition(lambda self: len(self.lives) > 1)
    @rule(ticket_id=consumes(tickets), surface=st.sampled_from([Surface.MESSENGER, Surface.ENVELOPE]))
    def delete(self, ticket_id: UUID, surface: Surface) -> None:
        self.wait(self.tenancy.driver(surface).delete(ticket_id))
        del self.lives[ticket_id]
        self.last = None
        assert self.wait(self.tenancy.reads(ticket_id)) == [404] * len(Surface)

    @rule(ticket_id=tickets, surface=SURFACES, off=st.sampled_from([-1, 1]), what=st.integers(0, 3))
    def build_on_what_is_not_so(self, ticket_id: UUID, surface: Surface, off: int, what: int) -> None:
        """Whatever the write is; what it would have changed, the invariants see."""
        driver = self.tenancy.driver(surface, seen=self.lives[ticket_id].version + off)
        writes = (
            lambda: driver.change(ticket_id, subject="Stale"),
            lambda: driver.close(ticket_id),
            lambda: driver.assign(ticket_id, None),
            lambda: driver.set_status(ticket_id, Status.PENDING),
        )
        assert self.send(ticket_id, writes[what], posts=False) == 412
        self.last = self.lives[ticket_id]

    @precondition(lambda self: self.posted)
    @rule(which=st.integers(0, 99))
    def send_again(self, which: int) -> None:
        """Any POST of before, with its key: it is answered as it was, whatever has become of the ticket."""
        ticket_id, call, first = self.posted[which % len(self.posted)]
        assert self.wait(answered(call())) == first
        self.last = self.lives.get(ticket_id)

    @rule(surface=SURFACES, status=STATUSES | st.none(), priority=PRIORITIES | st.none(), limit=st.integers(1, 3))
    def find(self, surface: Surface, status: Status | None, priority: Priority | None, limit: int) -> None:
        driver = self.tenancy.driver(surface)
        meant = driver.status_words.meanings(driver.status_words.out(status)) if status else tuple(Status)
        found = [life for life in self.lives.values() if life.status in meant and priority in (None, life.priority)]
        walked = self.wait(driver.walk(limit=limit, status=status, priority=priority))
        assert walked == [life.id for life in reversed(found)]
        if isinstance(driver, WorkflowDriver) and priority is None:
            assert self.wait(driver.total(status=status)) == len(found)
