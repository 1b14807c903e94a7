"""What a machine keeps of a course of events, and what it holds the surfaces to after every step."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.integration.tickets.surfaces.canonical import Said
from tests.integration.tickets.surfaces.driver import Driver
from tests.integration.tickets.surfaces.life import Life, NotNow
from tests.integration.tickets.surfaces.tenancy import Answer, Tenancy, Wait, answered

Call = Callable[[], Awaitable[Any]]


class Course(RuleBasedStateMachine):
    """Tickets of one tenant and one customer, beside the lives that they must have; none but the machine writes."""

    def __init__(self, tenancy: Tenancy, *, wait: Wait) -> None:
        super().__init__()
        self.tenancy, self.wait = tenancy, wait
        self.lives: dict[UUID, Life] = {}
        self.virtual: set[UUID] = set()
        self.last: Life | None = None
        self.posted: list[tuple[UUID, Call, Answer]] = []

    @invariant()
    def every_surface_shows_the_same(self) -> None:
        self.wait(self.tenancy.check(list(self.lives.values()), last=self.last))

    def send(self, ticket_id: UUID, call: Call, *, posts: bool = True) -> Answer:
        """The answer; that to a POST is kept for `send_again`."""
        answer: Answer = self.wait(answered(call()))
        self.posted += [(ticket_id, call, answer)] if posts else []
        return answer

    def settle(self, life: Life, *, driver: Driver, answer: Answer) -> None:
        """From now on the ticket's life is this one, and the answer has said so."""
        if isinstance(answer, Said):
            assert answer == life.replies[-1]
        else:
            assert answer == replace(driver.expected(life), messages=None)
        self.lives[life.id] = self.last = life

    def settle_or_refuse(self, become: Callable[[], Life], *, driver: Driver, answer: Answer) -> None:
        try:
            life = become()
        except NotNow:
            assert answer == 400
        else:
            self.settle(life, driver=driver, answer=answer)
