"""Webhooks' composition root."""

from datetime import timedelta
from functools import partial

from services.webhooks.api.routes import ROUTES
from services.webhooks.clients.receivers import HttpReceivers
from services.webhooks.clients.resolver import Resolver
from services.webhooks.consumers.handlers import handlers
from services.webhooks.domain.addresses import AddressPolicy
from services.webhooks.domain.failing import Patience
from services.webhooks.domain.schedule import Schedule
from services.webhooks.domain.target import Target, read_target
from services.webhooks.settings import WebhooksSettings
from services.webhooks.store import deliveries, delivery_rows, endpoints, events
from services.webhooks.timers.due import run_due
from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.ports import Ports
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
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import MongoHealth, connect
from shared.process import Process

STORES = (endpoints, delivery_rows, events, idempotency, audit, attempts, sent)


def _desk(public_url: str) -> Target | None:
    return read_target(public_url) if public_url else None


def build(settings: WebhooksSettings) -> Process:
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("webhooks"))
    sealer = Sealer(settings.encryption_key.get_secret_value())
    records = Records(database, sealer=sealer)
    health = MongoHealth(
        database,
        indexes={store.COLLECTION: store.INDEXES for store in STORES},
        retired={events.COLLECTION: events.RETIRED},
    )
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(database, publisher=publisher, collections=[audit.COLLECTION], tombstones=[audit.COLLECTION])
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    resolver = Resolver(AddressPolicy(allowed=settings.webhooks_allow_cidrs), own=_desk(settings.public_url))
    receivers = HttpReceivers(resolver)
    ports = Ports(
        endpoints=endpoints.MongoEndpoints(database, sealer=sealer, audit=Audit(database, outbox=outbox)),
        deliveries=deliveries.MongoDeliveries(database),
        events=events.MongoEvents(database),
        addresses=resolver,
        receivers=receivers,
        schedule=Schedule(settings.webhooks_schedule_seconds),
        patience=Patience(
            timedelta(seconds=settings.webhooks_disable_after_seconds), settings.webhooks_disable_after_deliveries
        ),
        lease=timedelta(seconds=settings.webhooks_lease_seconds),
        clock=utc_now,
    )
    dispatcher = Dispatcher(ports)
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="webhooks",
        handlers=forgetting(handlers(ports, dispatcher=dispatcher), records=records),
        attempts=MongoAttempts(database),
    )
    app = service_app(
        name="webhooks",
        secret=settings.identity_secret.get_secret_value(),
        checks={
            "mongo": lambda: health.ready,
            "publishing": lambda: publisher.connected,
            "consuming": lambda: consumer.connected,
        },
        needed=frozenset({"mongo"}),
        behind_door=[repeatable(records)],
    )
    for api in ROUTES:
        app.include_router(api(ports))
    return Process(
        app=app,
        host=settings.host,
        port=settings.webhooks_port,
        loops=[
            health.run,
            publisher.run,
            outbox.run,
            sweeper.run,
            consumer.run,
            partial(run_due, ports=ports, dispatcher=dispatcher),
        ],
        closing=[
            consumer.close,
            dispatcher.close,
            outbox.close,
            sweeper.close,
            publisher.close,
            receivers.close,
        ],
    )
