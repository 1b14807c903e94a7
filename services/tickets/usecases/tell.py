"""What has happened between two states of a ticket, told as events."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.snapshot import message_snapshot, routing_state, snapshot
from shared.events import envelope
from shared.events.ticket import (
    ChangedData,
    CreatedData,
    CsatData,
    MessageData,
    TenantTerms,
    TicketAssigned,
    TicketClosed,
    TicketCreated,
    TicketCsatReceived,
    TicketData,
    TicketDeleted,
    TicketEvent,
    TicketMerged,
    TicketNoted,
    TicketReopened,
    TicketReplied,
    TicketStatusChanged,
    TicketUnmerged,
    TicketUpdated,
    UpdatedData,
)
from shared.vocabulary import Status

PLAIN = ("subject", "status", "priority", "kind", "channel", "ticket_type_id", "tags", "resolution", "merged_into")
WHOSE = {"contact_id": "contact_id", "name": "requester_name", "email": "requester_email"}
NOTHING: Mapping[str, tuple[Any, Any]] = MappingProxyType({})
REFS = {"assignee": "assigned_to", "team": "team_id"}


def opened(ticket: Ticket, *, actor: Actor, settings: HelpdeskSettings) -> tuple[Ticket, list[TicketEvent]]:
    """The new ticket's one event, which carries the terms that its consumers act on."""
    data = CreatedData(
        ticket=snapshot(ticket, now=ticket.created_at),
        actor=_who(actor),
        message=message_snapshot(ticket.opening) if ticket.opening else None,
        terms=TenantTerms(
            sla_first_reply_hours=settings.sla_first_reply_hours,
            sla_resolve_hours=settings.sla_resolve_hours,
            unanswered_hours=settings.helpdesk_unanswered_hours,
            auto_close_days=settings.helpdesk_auto_close_days,
            revision=settings.revision,
        ),
    )
    return _numbered(ticket, [(TicketCreated, data)], at=ticket.created_at)


def changed(
    before: Ticket,
    after: Ticket,
    *,
    actor: Actor,
    at: datetime,
    message: Message | None = None,
    beside: Mapping[str, tuple[Any, Any]] = NOTHING,
    edited: Message | None = None,
) -> tuple[Ticket, list[TicketEvent]]:
    """`after` with its new sequence, and the events that led from `before` to it, in their order.

    `beside` are changes that are in no field of the ticket; `edited` is a message of it that has another text now.
    """
    ticket, who = snapshot(after, now=at), _who(actor)
    changes = {**_changes(before, after), **beside}
    told: list[tuple[type[TicketEvent], TicketData]] = []
    if message is not None:
        said = TicketNoted if message.internal else TicketReplied
        told.append((said, MessageData(ticket=ticket, actor=who, message=message_snapshot(message))))
    again = message_snapshot(edited) if edited else None
    for kind in _kinds(before, after, changes):
        if kind is TicketUpdated:
            told.append((kind, UpdatedData(ticket=ticket, actor=who, changes=changes, message=again)))
        elif kind is TicketCsatReceived:
            told.append(
                (
                    kind,
                    CsatData(ticket=ticket, actor=who, rating=changes["csat_rating"][1], comment=ticket.csat_comment),
                )
            )
        else:
            told.append((kind, ChangedData(ticket=ticket, actor=who, changes=changes)))
    return _numbered(after, told, at=at)


def deleted(ticket: Ticket, *, actor: Actor, at: datetime) -> tuple[Ticket, list[TicketEvent]]:
    """The last event of a ticket, with its last state."""
    data = TicketData(ticket=snapshot(ticket, now=at), actor=_who(actor))
    return _numbered(ticket, [(TicketDeleted, data)], at=at)


def _kinds(before: Ticket, after: Ticket, changes: dict[str, tuple[Any, Any]]) -> Iterator[type[TicketEvent]]:
    if changes:
        yield TicketUpdated
    if "csat_rating" in changes:
        yield TicketCsatReceived
    if "status" in changes:
        yield TicketStatusChanged
    if "merged_into" in changes:
        # Neither is a close or a reopening: nobody did the customer's work, and nobody asked for more.
        yield TicketUnmerged if after.merged_into is None else TicketMerged
        return
    if "assigned_to" in changes or "team_id" in changes:
        yield TicketAssigned
    if "status" in changes and after.status is Status.CLOSED:
        yield TicketClosed
    if "status" in changes and before.status is Status.CLOSED:
        yield TicketReopened


def _changes(before: Ticket, after: Ticket) -> dict[str, tuple[Any, Any]]:
    """Field by field, old and new, in canonical words; agents and teams by their ids."""
    plain = {name: (getattr(before, name), getattr(after, name)) for name in PLAIN}
    refs = {
        outward: tuple(ref.id if (ref := getattr(ticket, name)) else None for ticket in (before, after))
        for name, outward in REFS.items()
    }
    fields = {"custom_fields": tuple(_values(ticket) for ticket in (before, after))}
    texts = {"text": tuple(ticket.opening.text if ticket.opening else None for ticket in (before, after))}
    whose = {
        outward: tuple(getattr(ticket.requester, name) for ticket in (before, after)) for name, outward in WHOSE.items()
    }
    routing = {"routing": (routing_state(before.routed), routing_state(after.routed))}
    every = {**plain, **refs, **fields, **texts, **whose, **routing}
    return {name: (old, new) for name, (old, new) in every.items() if old != new} | _rating(before, after)


def _rating(before: Ticket, after: Ticket) -> dict[str, tuple[Any, Any]]:
    """A rating is news even where it is the same as after the last close."""
    old, new = before.csat, after.csat
    if new is None or (old is not None and old.at == new.at):
        return {}
    comments = (old.comment if old else None, new.comment)
    rating = {"csat_rating": (old.rating if old else None, new.rating)}
    return rating if comments[0] == comments[1] else {**rating, "csat_comment": comments}


def _values(ticket: Ticket) -> list[dict[str, object]]:
    return [{"id": str(field.id), "value": field.value} for field in ticket.custom_fields]


def _numbered(
    ticket: Ticket, told: list[tuple[type[TicketEvent], TicketData]], *, at: datetime
) -> tuple[Ticket, list[TicketEvent]]:
    events = [
        kind(
            subject=str(ticket.id),
            tenantid=ticket.tenant_id,
            time=at,
            sequence=str(ticket.sequence + place),
            data=data,
        )
        for place, (kind, data) in enumerate(told, start=1)
    ]
    return replace(ticket, sequence=ticket.sequence + len(events)), events


def _who(actor: Actor) -> envelope.Actor:
    return envelope.Actor(type=actor.type, id=actor.id, name=actor.name)
