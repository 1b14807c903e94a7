"""Notifications' composition root."""

import asyncio
from datetime import timedelta
from functools import partial

from services.notifications.api.hooks import hooks
from services.notifications.api.routes import INTERNAL, ROUTES
from services.notifications.clients.max import Max
from services.notifications.clients.smtp import SmtpPostman
from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.consumers.handlers import handlers
from services.notifications.domain.mail_server import mail_server_at, mailbox_of
from services.notifications.settings import NotificationsSettings
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
from services.notifications.timers.healing import heal_webhooks
from services.notifications.timers.mailing import mailing
from services.notifications.timers.measuring import measure_incoming
from services.notifications.timers.polling import Polling
from services.notifications.timers.turns import receiving, sending
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
from shared.process import Loop, Process
from shared.vocabulary import Channel

STORES = (bots, chats, outgoing, emails, paces, incoming, care, requests, ratings, idempotency, audit, attempts, sent)


def build(settings: NotificationsSettings) -> Process:
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("notifications"))
    sealer = Sealer(settings.encryption_key.get_secret_value())
    records = Records(database, sealer=sealer)
    health = MongoHealth(
        database,
        indexes={store.COLLECTION: store.INDEXES for store in STORES},
        retired={outgoing.COLLECTION: outgoing.RETIRED},
    )
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(
        database,
        publisher=publisher,
        collections=[outgoing.COLLECTION, emails.COLLECTION, ratings.COLLECTION, audit.COLLECTION],
        tombstones=[audit.COLLECTION],
    )
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    secret = settings.identity_secret.get_secret_value()
    tickets = Sibling(settings.tickets_url, secret=secret, name="notifications")
    telegram = Telegram(settings.telegram_api_base)
    lease = timedelta(seconds=settings.notifications_lease_seconds)
    send_bell, receive_bell, post_bell = asyncio.Event(), asyncio.Event(), asyncio.Event()
    max_messenger = Max(settings.max_api_base, ca_file=settings.max_ca_file or None)
    ports = Ports(
        bots=bots.MongoBots(database, sealer=sealer, audit=Audit(database, outbox=outbox)),
        chats=chats.MongoChats(database, lease=lease),
        receiving=MongoTurns(database[chats.COLLECTION], lease=lease, work=chats.RECEIVING),
        care=care.MongoCare(database),
        outgoing=outgoing.MongoOutgoing(database, outbox=outbox),
        paces=paces.MongoPaces(database),
        emails=emails.MongoEmails(database, outbox=outbox, lease=lease),
        postman=_postman(settings),
        incoming=incoming.MongoIncoming(database, clock=utc_now),
        dialogues=dialogues.MongoDialogues(database),
        requests=requests.MongoRequests(database),
        projects=projects.MongoProjects(database),
        ratings=ratings.MongoRatings(database, outbox=outbox),
        tickets=TicketsService(tickets),
        platforms={Channel.TELEGRAM: telegram, Channel.MAX: max_messenger},
        public_url=settings.public_url.rstrip("/"),
        file_limit=settings.attachments_max_bytes,
        request_life=timedelta(seconds=settings.request_ttl_seconds),
        ring=send_bell.set,
        ring_for_incoming=receive_bell.set,
        ring_postman=post_bell.set,
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
    sender, receiver = sending(ports, bell=send_bell), receiving(ports, bell=receive_bell)
    polling, post = Polling(ports), mailing(ports, bell=post_bell)
    every = timedelta(seconds=settings.notifications_webhook_check_seconds)
    clocks: list[Loop] = [
        sender.run,
        receiver.run,
        polling.run,
        post.run,
        partial(heal_webhooks, ports=ports, every=every),
        partial(measure_incoming, ports=ports),
    ]
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
        outside=hooks(ports),
    )
    for api in (*ROUTES, *INTERNAL):
        app.include_router(api(ports))
    return Process(
        app=app,
        host=settings.host,
        port=settings.notifications_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run, *clocks],
        closing=[
            consumer.close,
            polling.close,
            receiver.close,
            sender.close,
            post.close,
            outbox.close,
            sweeper.close,
            publisher.close,
            telegram.close,
            max_messenger.close,
            tickets.close,
        ],
    )


def _postman(settings: NotificationsSettings) -> SmtpPostman:
    url = settings.smtp_url.get_secret_value()
    if not url:
        return SmtpPostman(None, sender=None)
    return SmtpPostman(mail_server_at(url), sender=mailbox_of(settings.smtp_from))
