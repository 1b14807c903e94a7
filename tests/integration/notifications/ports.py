"""Notifications' ports within a test: the real stores in a database of the test's choice."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.notifications.clients.smtp import SmtpPostman
from services.notifications.store import (
    bots,
    care,
    chats,
    dialogues,
    emails,
    incoming,
    outgoing,
    paces,
    projects,
    ratings,
    requests,
)
from services.notifications.store.turns import MongoTurns
from services.notifications.usecases.platform_ports import Platform
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.turns import Turns
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.clock import Clock, utc_now
from shared.crypto import Sealer
from shared.mongo import Database
from shared.vocabulary import Channel

LEASE = timedelta(seconds=60)
MIB = 1024 * 1024


def stores_on(database: Database, *, seal: str, clock: Clock = utc_now, lease: timedelta = LEASE) -> dict[str, Any]:
    """Every store, by the name of its port. What they tell stays in their outboxes."""
    outbox = Outbox(
        database, publisher=Publisher(url="amqp://nowhere", names=Names("none")), collections=[outgoing.COLLECTION]
    )
    return {
        "bots": bots.MongoBots(database, sealer=Sealer(seal)),
        "chats": chats.MongoChats(database, lease=lease),
        "receiving": MongoTurns(database[chats.COLLECTION], lease=lease, work=chats.RECEIVING),
        "care": care.MongoCare(database),
        "outgoing": outgoing.MongoOutgoing(database, outbox=outbox),
        "paces": paces.MongoPaces(database),
        "incoming": incoming.MongoIncoming(database, clock=clock),
        "dialogues": dialogues.MongoDialogues(database),
        "requests": requests.MongoRequests(database),
        "projects": projects.MongoProjects(database),
        "emails": emails.MongoEmails(database, outbox=outbox, lease=lease),
        "ratings": ratings.MongoRatings(database, outbox=outbox),
    }


def ports_on(
    stores: Mapping[str, Any],
    *,
    tickets: object,
    platforms: Mapping[Channel, Platform],
    public_url: str = "",
    clock: Clock = utc_now,
) -> Ports:
    """The ports of a process that nobody wakes."""
    given: dict[str, Any] = {**stores, "tickets": tickets, "postman": SmtpPostman(None, sender=None)}
    return Ports(
        **given,
        platforms=platforms,
        public_url=public_url,
        file_limit=MIB,
        request_life=timedelta(minutes=15),
        ring=lambda: None,
        ring_for_incoming=lambda: None,
        ring_postman=lambda: None,
        turns=Turns(),
        clock=clock,
    )
