"""Try the tenant's rules on a ticket that is not there."""

from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.rule import Check, NewTicket, Rule, in_order
from services.routing.usecases.ports import Ports
from shared.errors import Invalid


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that was tried, and how it stands with each key of its condition."""

    rule: Rule
    checks: tuple[Check, ...]

    @property
    def matched(self) -> bool:
        return all(check.holds for check in self.checks)


async def try_rules(ports: Ports, *, tenant_id: UUID, ticket: NewTicket) -> list[Trial]:
    """The rules in the order in which they are tried, up to the one that matches: that is the last, if any does.

    Raises Invalid where the ticket is of a type that does not exist.
    """
    if ticket.ticket_type_id and not await ports.directory.has_ticket_type(ticket.ticket_type_id):
        raise Invalid.field("ticket.ticket_type_id", "There is no ticket type with this id.")
    trials = []
    for rule in in_order(await ports.rules.of_tenant(tenant_id)):
        trials.append(Trial(rule, tuple(rule.condition.checks(ticket))))
        if trials[-1].matched:
            break
    return trials
