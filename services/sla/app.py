"""SLA's composition root."""

from datetime import timedelta

from services.sla.api.internal.watches import watches_api
from services.sla.api.messenger import routes as messenger
from services.sla.api.workflow import routes as workflow
from services.sla.clients.tickets import TicketsService
from services.sla.consumers.handlers import handlers
from services.sla.settings import SlaSettings
from services.sla.store import policies, terms, timetables, watches
from services.sla.timers.loop import Timers
from services.sla.timers.revising import RevisingLoop
from services.sla.usecases.ports import Ports
from shared import audit, idempotency
from shared.audit import Audit
from shared.bus import attempts, sent
from shared.bus.attempts import MongoAttempts
from shared.bus.consumer import UNHURRIED_SECONDS, Consumer
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.crypto import Sealer
from shared.http.app import service_app
from shared.http.sibling import Sibling
from shared.http.surfaces import Surfaces
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import MongoHealth, connect
from shared.process import Process
from shared.vocabulary import Surface

SURFACES = {
    Surface.MESSENGER: messenger.ROUTES,
    Surface.WORKFLOW: workflow.ROUTES,
    Surface.ENVELOPE: (),
    Surface.ENTITY: (),
}


def build(settings: SlaSettings) -> Process:
    secret = settings.identity_secret.get_secret_value()
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("sla"))
    records = Records(database, sealer=Sealer(settings.encryption_key.get_secret_value()))
    stores = (watches, terms, policies, timetables, idempotency, audit, attempts, sent)
    health = MongoHealth(database, indexes={store.COLLECTION: store.INDEXES for store in stores})
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(
        database, publisher=publisher, collections=[watches.COLLECTION, audit.COLLECTION], tombstones=[audit.COLLECTION]
    )
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    lease = timedelta(seconds=settings.sla_lease_seconds)
    auditing = Audit(database, outbox=outbox)
    tickets = Sibling(settings.tickets_url, secret=secret, name="sla")
    ports = Ports(
        watches=watches.MongoWatches(database, outbox=outbox, lease=lease),
        terms=terms.MongoTerms(database, hour=settings.hour, lease=lease),
        policies=policies.MongoPolicies(database, audit=auditing),
        timetables=timetables.MongoTimetables(database, audit=auditing),
        tickets=TicketsService(tickets),
        clock=utc_now,
    )
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="sla",
        handlers=forgetting(handlers(ports), records=records),
        attempts=MongoAttempts(database),
        gather_seconds=UNHURRIED_SECONDS,
    )
    timers = Timers(ports=ports, consumer=consumer)
    revising = RevisingLoop(ports)
    app = service_app(
        name="sla",
        secret=secret,
        checks={
            "mongo": lambda: health.ready,
            "publishing": lambda: publisher.connected,
            "consuming": lambda: consumer.connected,
        },
        needed=frozenset({"mongo"}),
        behind_door=[repeatable(records)],
        routes=[Surfaces({surface: [api(ports) for api in apis] for surface, apis in SURFACES.items()})],
    )
    app.include_router(watches_api(ports))
    return Process(
        app=app,
        host=settings.host,
        port=settings.sla_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run, timers.run, revising.run],
        closing=[
            *(consumer.close, timers.close, revising.close, outbox.close, sweeper.close, publisher.close),
            tickets.close,
        ],
    )
