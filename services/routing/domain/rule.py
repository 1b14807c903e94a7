"""Routing rules: what a ticket must be like, and what is then done to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.vocabulary import Channel, Priority


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What rules may look at."""

    channel: Channel
    subject: str
    text: str
    ticket_type_id: UUID | None


@dataclass(frozen=True, slots=True)
class Condition:
    """All that is given must hold; of several words any one is enough. Words match whatever their case."""

    channel: Channel | None = None
    subject_contains: tuple[str, ...] = ()
    text_contains: tuple[str, ...] = ()
    ticket_type_id: UUID | None = None

    def holds(self, ticket: NewTicket) -> bool:
        return (
            (self.channel is None or self.channel is ticket.channel)
            and (self.ticket_type_id is None or self.ticket_type_id == ticket.ticket_type_id)
            and _contains_any(ticket.subject, self.subject_contains)
            and _contains_any(ticket.text, self.text_contains)
        )


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


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """In the order in which rules are tried."""
    return sorted(rules, key=lambda rule: rule.rank)


def first_match(rules: Iterable[Rule], ticket: NewTicket) -> Rule | None:
    """The rule that decides about the ticket, if any does."""
    return next((rule for rule in in_order(rules) if rule.condition.holds(ticket)), None)


def _contains_any(text: str, words: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return not words or any(word.casefold() in folded for word in words)
