"""The agents whom a ticket concerns, and what they want to be told by e-mail."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.email import Cause, Email, Mailbox


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active agent; the two switches are their own."""

    id: UUID
    name: str
    email: str
    on_assigned: bool
    on_reply: bool


@dataclass(frozen=True, slots=True)
class Concerned:
    """The assignee, whose id stands in `assignee_id` too, else the members of the ticket's team."""

    assignee_id: UUID | None
    agents: tuple[Colleague, ...]

    def told_of(self, email: Email) -> list[tuple[Colleague, Mailbox]]:
        """Those whom the e-mail is for: never who did it themselves, nor whose switch is off.

        Nobody is told of an assignment that holds no longer.
        """
        if email.cause is Cause.ASSIGNED and email.assignee_id != self.assignee_id:
            return []
        return [(agent, Mailbox(agent.email, agent.name)) for agent in self.agents if _wants(agent, email)]


def _wants(agent: Colleague, email: Email) -> bool:
    wanted = agent.on_assigned if email.cause is Cause.ASSIGNED else agent.on_reply
    return wanted and agent.id != email.actor_id
