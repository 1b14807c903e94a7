"""Routing rules: what a ticket must be like, and what is then done to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.vocabulary import Channel, Priority

MOST_SAID = 80


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What rules may look at."""

    channel: Channel | None
    subject: str
    text: str
    ticket_type_id: UUID | None


@dataclass(frozen=True, slots=True)
class Check:
    """One key of a condition, what it wants, whether the ticket has that, and what is said of it where so."""

    key: str
    wanted: str | UUID | tuple[str, ...]
    holds: bool
    said: str


@dataclass(frozen=True, slots=True)
class Condition:
    """All that is given must hold; of several words any one is enough. Words match whatever their case."""

    channel: Channel | None = None
    subject_contains: tuple[str, ...] = ()
    text_contains: tuple[str, ...] = ()
    ticket_type_id: UUID | None = None

    def holds(self, ticket: NewTicket) -> bool:
        return all(check.holds for check in self.checks(ticket))

    def checks(self, ticket: NewTicket) -> Iterator[Check]:
        """What is given, one by one."""
        if self.channel is not None:
            yield Check("channel", self.channel, self.channel is ticket.channel, f"channel is {self.channel}")
        if self.ticket_type_id is not None:
            same = self.ticket_type_id == ticket.ticket_type_id
            yield Check("ticket_type_id", self.ticket_type_id, same, "it is of the ticket type")
        if self.subject_contains:
            yield _containing("subject", ticket.subject, self.subject_contains)
        if self.text_contains:
            yield _containing("text", ticket.text, self.text_contains)


@dataclass(frozen=True, slots=True)
class Action:
    """What is done to a ticket; what is absent is left alone. `assign_to` is an agent or a team."""

    assign_to: UUID | None = None
    set_priority: Priority | None = None
    add_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    id: UUID
    tenant_id: UUID
    name: str
    condition: Condition
    action: Action
    order_index: int
    created_at: datetime
    updated_at: datetime

    @property
    def rank(self) -> tuple[int, UUID]:
        """Rules are tried by `order_index`, then in the order of their creation."""
        return (self.order_index, self.id)

    def why(self, ticket: NewTicket) -> str:
        """What of a ticket for which it holds made it do so, in words."""
        return f'rule "{self.name}": {", ".join(check.said for check in self.condition.checks(ticket))}'


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """In the order in which rules are tried."""
    return sorted(rules, key=lambda rule: rule.rank)


def first_match(rules: Iterable[Rule], ticket: NewTicket) -> Rule | None:
    """The rule that decides about the ticket, if any does."""
    return next((rule for rule in in_order(rules) if rule.condition.holds(ticket)), None)


def _containing(field: str, text: str, words: tuple[str, ...]) -> Check:
    folded = text.casefold()
    found = next((word for word in words if word.casefold() in folded), None)
    said = f'{field} contains "{(found or "")[:MOST_SAID]}"'
    return Check(f"{field}_contains", words, found is not None, said)
