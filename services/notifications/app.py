"""Notifications' composition root."""

import asyncio
from datetime import timedelta

from services.notifications.api.routes import INTERNAL, ROUTES
from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.consumers.handlers import handlers
from services.notifications.settings import NotificationsSettings
from services.notifications.store import bots, chats, incoming, outgoing
from services.notifications.timers.sending import Sending
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.turns import Turns
from shared import audit, idempotency
from shared.audit import Audit
from shared.bus import attempts, sent
from shared.bus.attempts import MongoAttempts
from shared.bus.consumer import Consumer
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.crypto import Sealer
from shared.http.app import service_app
from shared.http.sibling import Sibling
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import MongoHealth, connect
from shared.process import Process
from shared.vocabulary import Channel

STORES = (bots, chats, outgoing, incoming, idempotency, audit, attempts, sent)


def build(settings: NotificationsSettings) -> Process:
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("notifications"))
    sealer = Sealer(settings.encryption_key.get_secret_value())
    records = Records(database, sealer=sealer)
    health = MongoHealth(database, indexes={store.COLLECTION: store.INDEXES for store in STORES})
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(
        database,
        publisher=publisher,
        collections=[outgoing.COLLECTION, audit.COLLECTION],
        tombstones=[audit.COLLECTION],
    )
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    secret = settings.identity_secret.get_secret_value()
    tickets = Sibling(settings.tickets_url, secret=secret, name="notifications")
    telegram = Telegram(settings.telegram_api_base)
    bell = asyncio.Event()
    ports = Ports(
        bots=bots.MongoBots(database, sealer=sealer, audit=Audit(database, outbox=outbox)),
        chats=chats.MongoChats(database, lease=timedelta(seconds=settings.notifications_lease_seconds)),
        outgoing=outgoing.MongoOutgoing(database, outbox=outbox),
        incoming=incoming.MongoIncoming(database, clock=utc_now),
        tickets=TicketsService(tickets),
        platforms={Channel.TELEGRAM: telegram},
        public_url=settings.public_url.rstrip("/"),
        ring=bell.set,
        turns=Turns(),
        clock=utc_now,
    )
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="notifications",
        handlers=forgetting(handlers(ports), records=records),
        attempts=MongoAttempts(database),
    )
    sending = Sending(ports, bell=bell)
    app = service_app(
        name="notifications",
        secret=secret,
        checks={
            "mongo": lambda: health.ready,
            "publishing": lambda: publisher.connected,
            "consuming": lambda: consumer.connected,
        },
        needed=frozenset({"mongo"}),
        behind_door=[repeatable(records)],
    )
    for api in (*ROUTES, *INTERNAL):
        app.include_router(api(ports))
    return Process(
        app=app,
        host=settings.host,
        port=settings.notifications_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run, sending.run],
        closing=[
            consumer.close,
            sending.close,
            outbox.close,
            sweeper.close,
            publisher.close,
            telegram.close,
            tickets.close,
        ],
    )
