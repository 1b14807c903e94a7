"""What routing may change of a ticket: what a rule wants of it, and whom its team has chosen."""

from dataclasses import dataclass, replace

from services.tickets.domain.changes import MOST_TAGS
from services.tickets.domain.ticket import Ref, Routed, Ticket, same
from shared.vocabulary import Priority, Status


@dataclass(frozen=True, slots=True)
class Routing:
    """What a rule wants of a new ticket.

    Where `chosen_by` is there, the assignee is the choice of that team, and goes with it.
    """

    rule: Ref
    assignee: Ref | None = None
    team: Ref | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    chosen_by: Ref | None = None
    reason: str = ""

    def applied_to(self, ticket: Ticket) -> Ticket:
        """The ticket as the rule wants it, save what somebody has changed since, or a ticket that is done."""
        if ticket.routed_by is not None:
            return ticket
        decided = Routed(self.rule, self.reason or said_of(self.rule))
        routed = replace(ticket, routed_by=self.rule, routed=ticket.routed or decided)
        if ticket.status is Status.CLOSED:
            return routed
        free = {"assignee", "team", "priority", "tags"} - ticket.touched
        if ticket.routed is not None:
            # A team has chosen since, to which somebody gave the ticket.
            free -= {"assignee", "team"}
        team = self.team if self.team and "team" in free else ticket.team
        fits = self.chosen_by is None or same(self.chosen_by, team)
        return replace(
            routed,
            assignee=self.assignee if self.assignee and fits and "assignee" in free else ticket.assignee,
            team=team,
            priority=self.priority if self.priority and "priority" in free else ticket.priority,
            tags=joined(ticket.tags, self.tags) if "tags" in free else ticket.tags,
        )


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """Whom a team has chosen for a ticket that was given to it, and to nobody; nobody where no member is active.

    `of_sequence` is the event of the ticket that it answers.
    """

    team: Ref
    assignee: Ref | None
    reason: str
    of_sequence: int

    def applied_to(self, ticket: Ticket) -> Ticket:
        """The ticket with its agent, unless it has one, is closed or another team's, or has had this or a later one."""
        if ticket.status is Status.CLOSED or ticket.assignee is not None or not same(ticket.team, self.team):
            return ticket
        if ticket.routed is not None and ticket.routed.of_sequence >= self.of_sequence:
            return ticket
        return replace(ticket, assignee=self.assignee, routed=Routed(None, self.reason, self.of_sequence))


def said_of(rule: Ref) -> str:
    """The reason where none was given."""
    return f'rule "{rule.name}"'


def joined(tags: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both, each once, in their order, and no more than a ticket may have."""
    return tuple(dict.fromkeys((*tags, *more)))[:MOST_TAGS]
