"""Routing's composition root."""

from services.routing.api.routes import ROUTES
from services.routing.clients.directory import TicketsDirectory
from services.routing.clients.tickets import TicketsService
from services.routing.consumers.handlers import handlers
from services.routing.settings import RoutingSettings
from services.routing.store import agents, choices, decisions, desks, holdings, rules, teams
from services.routing.usecases.ports import Ports
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
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import MongoHealth, connect
from shared.process import Process


def build(settings: RoutingSettings) -> Process:
    secret = settings.identity_secret.get_secret_value()
    names = Names(settings.namespace)
    database = connect(settings.mongo_url, database=settings.database("routing"))
    records = Records(database, sealer=Sealer(settings.encryption_key.get_secret_value()))
    health = MongoHealth(
        database,
        indexes={
            rules.COLLECTION: rules.INDEXES,
            teams.COLLECTION: teams.INDEXES,
            agents.COLLECTION: agents.INDEXES,
            holdings.COLLECTION: holdings.INDEXES,
            decisions.COLLECTION: decisions.INDEXES,
            idempotency.COLLECTION: idempotency.INDEXES,
            audit.COLLECTION: audit.INDEXES,
            attempts.COLLECTION: attempts.INDEXES,
            sent.COLLECTION: sent.INDEXES,
        },
    )
    publisher = Publisher(url=settings.amqp_url, names=names)
    outbox = Outbox(
        database,
        publisher=publisher,
        collections=[decisions.COLLECTION, audit.COLLECTION],
        tombstones=[audit.COLLECTION],
    )
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    tickets = Sibling(settings.tickets_url, secret=secret, name="routing")
    ports = Ports(
        rules=rules.MongoRules(database, audit=Audit(database, outbox=outbox)),
        desks=desks.MongoDesks(database),
        teams=teams.MongoTeams(database),
        agents=agents.MongoAgents(database),
        holdings=holdings.MongoHoldings(database),
        choices=choices.MongoChoices(database, outbox=outbox),
        decisions=decisions.MongoDecisions(database, outbox=outbox),
        directory=TicketsDirectory(tickets),
        tickets=TicketsService(tickets),
        clock=utc_now,
    )
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="routing",
        handlers=forgetting(handlers(ports), records=records),
        attempts=MongoAttempts(database),
        gather_seconds=UNHURRIED_SECONDS,
    )
    app = service_app(
        name="routing",
        secret=secret,
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
        port=settings.routing_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run],
        closing=[consumer.close, outbox.close, sweeper.close, publisher.close, tickets.close],
    )
