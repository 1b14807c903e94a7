"""SLA's composition root."""

from datetime import timedelta

from services.sla.api.workflow import routes as workflow
from services.sla.consumers.handlers import handlers
from services.sla.settings import SlaSettings
from services.sla.store import watches
from services.sla.timers.loop import Timers
from services.sla.usecases.ports import Ports
from shared import idempotency
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
from shared.http.surfaces import Surfaces
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import MongoHealth, connect
from shared.process import Process
from shared.vocabulary import Surface

SURFACES = {
    Surface.MESSENGER: (),
    Surface.WORKFLOW: workflow.ROUTES,
    Surface.ENVELOPE: (),
    Surface.ENTITY: (),
}


def build(settings: SlaSettings) -> Process:
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("sla"))
    records = Records(database, sealer=Sealer(settings.encryption_key.get_secret_value()))
    stores = (watches, idempotency, attempts, sent)
    health = MongoHealth(database, indexes={store.COLLECTION: store.INDEXES for store in stores})
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(database, publisher=publisher, collections=[watches.COLLECTION])
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    stored = watches.MongoWatches(database, outbox=outbox, lease=timedelta(seconds=settings.sla_lease_seconds))
    ports = Ports(watches=stored, clock=utc_now, hour=settings.hour)
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="sla",
        handlers=forgetting(handlers(ports), records=records),
        attempts=MongoAttempts(database),
    )
    timers = Timers(ports=ports, consumer=consumer)
    app = service_app(
        name="sla",
        secret=settings.identity_secret.get_secret_value(),
        checks={
            "mongo": lambda: health.ready,
            "publishing": lambda: publisher.connected,
            "consuming": lambda: consumer.connected,
        },
        needed=frozenset({"mongo"}),
        behind_door=[repeatable(records)],
        routes=[Surfaces({surface: [api() for api in apis] for surface, apis in SURFACES.items()})],
    )
    return Process(
        app=app,
        host=settings.host,
        port=settings.sla_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run, timers.run],
        closing=[consumer.close, timers.close, outbox.close, sweeper.close, publisher.close],
    )
