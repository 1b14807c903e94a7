"""What a principal may change of a ticket in one go."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.tickets.domain.custom_field import CustomField
from services.tickets.domain.custom_values import checked_values
from services.tickets.domain.merging import check_changed
from services.tickets.domain.ticket import Ref, Requester, Ticket, same
from shared.errors import Invalid
from shared.vocabulary import CONVERSATIONS, Channel, Kind, Priority, Status


class Keep(Enum):
    """Says that a field is not to change, where None is a value of its own."""

    KEEP = "keep"


KEEP = Keep.KEEP
MOST_TAGS = 20
# What a change replaces as it is given.
PLAIN = ("subject", "kind", "requester", "priority", "ticket_type_id")


@dataclass(frozen=True, slots=True)
class StatusWish:
    """A status as a surface asked for it: a ticket in any of `shown_by` already shows that word and stays."""

    status: Status
    shown_by: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class ChannelWish:
    """A channel as a surface asked for it: a ticket of any in `shown_by` already shows that word and stays."""

    channel: Channel
    shown_by: tuple[Channel, ...]

    def applied_to(self, ticket: Ticket) -> Ticket:
        """Raises Invalid where the customer is reached by the channel that the ticket has."""
        if ticket.channel in self.shown_by:
            return ticket
        if ticket.channel in CONVERSATIONS:
            raise Invalid.field("channel", f"A ticket of the channel {ticket.channel.value} stays on it.")
        return replace(ticket, channel=self.channel)


@dataclass(frozen=True, slots=True)
class CustomFields:
    """Other values for some of the tenant's fields, as they were when the change was asked for."""

    known: tuple[CustomField, ...]
    wanted: tuple[tuple[UUID, object], ...]


@dataclass(frozen=True, slots=True)
class Description:
    """Another text for the first message; `message_id` is for a ticket that has none yet."""

    text: str | None
    message_id: UUID


@dataclass(frozen=True, slots=True)
class Changes:
    """`open_again` is the older word for a status: open the ticket again if it is at rest."""

    subject: str | Keep = KEEP
    description: Description | Keep = KEEP
    kind: Kind | Keep = KEEP
    requester: Requester | Keep = KEEP
    requester_name: str | Keep | None = KEEP
    custom_fields: CustomFields | Keep = KEEP
    status: StatusWish | Keep = KEEP
    open_again: bool = False
    channel: ChannelWish | Keep = KEEP
    priority: Priority | Keep = KEEP
    assignee: Ref | Keep | None = KEEP
    team: Ref | Keep | None = KEEP
    ticket_type_id: UUID | Keep | None = KEEP
    tags: tuple[str, ...] | Keep = KEEP
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    def applied_to(self, ticket: Ticket, *, at: datetime) -> Ticket:
        """The ticket with the changes; a status given here wins over what an assignment would do.

        Raises Merged where it would change, but goes on in another ticket.
        """
        after = self._applied_to(ticket, at=at)
        check_changed(ticket, after)
        return after

    def _applied_to(self, ticket: Ticket, *, at: datetime) -> Ticket:
        after = ticket
        if not isinstance(self.assignee, Keep):
            after = after.assigned_to(self.assignee, at=at)
        if not isinstance(self.status, Keep):
            after = replace(after, status=ticket.status)
            after = after if ticket.status in self.status.shown_by else after.with_status(self.status.status, at=at)
        if self.open_again:
            after = after.open_again(at=at)
        if not isinstance(self.channel, Keep):
            after = self.channel.applied_to(after)
        if not isinstance(self.description, Keep):
            after = after.described(self.description.text, message_id=self.description.message_id)
        if not isinstance(self.custom_fields, Keep):
            known, wanted, had = self.custom_fields.known, self.custom_fields.wanted, ticket.custom_fields
            after = replace(after, custom_fields=checked_values(known, wanted, complete=False, before=had))
        after = _with_plain_fields(after, self)
        if not isinstance(self.requester_name, Keep):
            after = replace(after, requester=replace(after.requester, name=self.requester_name))
        return after


def _with_plain_fields(ticket: Ticket, changes: Changes) -> Ticket:
    wanted = {name: getattr(changes, name) for name in PLAIN}
    after = replace(
        ticket,
        **{name: value for name, value in wanted.items() if not isinstance(value, Keep)},
        team=ticket.team if isinstance(changes.team, Keep) or same(ticket.team, changes.team) else changes.team,
        tags=_tags(ticket, changes),
    )
    moved = {name for name in ("priority", "team", "tags") if getattr(after, name) != getattr(ticket, name)}
    return replace(after, touched=ticket.touched | moved)


def _tags(ticket: Ticket, changes: Changes) -> tuple[str, ...]:
    tags = ticket.tags if isinstance(changes.tags, Keep) else changes.tags
    kept = (tag for tag in tags if tag not in changes.remove_tags)
    wanted = tuple(dict.fromkeys((*kept, *changes.add_tags)))
    if len(wanted) > MOST_TAGS:
        raise Invalid.field("tags", f"A ticket can have at most {MOST_TAGS} tags.")
    return wanted
