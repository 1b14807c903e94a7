"""Tickets' composition root."""

from starlette.middleware import Middleware
from starlette.types import ASGIApp

from services.tickets.api.entity import replies as entity_replies
from services.tickets.api.entity import tickets as entity_tickets
from services.tickets.api.messenger.agents import agents_api
from services.tickets.api.messenger.bulk import bulk_api
from services.tickets.api.messenger.replies import replies_api
from services.tickets.api.messenger.settings import settings_api
from services.tickets.api.messenger.teams import teams_api
from services.tickets.api.messenger.ticket_types import ticket_types_api
from services.tickets.api.messenger.tickets import tickets_api
from services.tickets.consumers.handlers import handlers
from services.tickets.settings import TicketsSettings
from services.tickets.store import agents, messages, settings, teams, ticket_queries, ticket_types, tickets
from services.tickets.usecases.ports import Ports
from shared.bus.consumer import Consumer
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.http.app import service_app
from shared.http.surfaces import Surfaces, surface_app
from shared.mongo import Database, MongoHealth, connect
from shared.process import Process
from shared.vocabulary import Surface

# `bulk` comes before the routes in which its place is an id's.
SURFACES = {
    Surface.MESSENGER: (
        bulk_api,
        tickets_api,
        replies_api,
        agents_api,
        teams_api,
        ticket_types_api,
        settings_api,
    ),
    Surface.WORKFLOW: (),
    Surface.ENVELOPE: (),
    Surface.ENTITY: (entity_tickets.tickets_api, entity_replies.replies_api),
}
INDEXED = (ticket_queries, messages, agents, teams, ticket_types)


def build(config: TicketsSettings) -> Process:
    secret = config.identity_secret.get_secret_value()
    names = Names(config.namespace)
    database = connect(config.mongo_url, database=config.database("tickets"))
    health = MongoHealth(database, indexes={store.COLLECTION: store.INDEXES for store in INDEXED})
    publisher = Publisher(url=config.amqp_url, names=names)
    kept = [ticket_queries.COLLECTION]
    outbox = Outbox(database, publisher=publisher, collections=kept, tombstones=kept)
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    ports = _ports(database, outbox=outbox)
    consumer = Consumer(url=config.amqp_url, names=names, service="tickets", handlers=handlers(ports))
    app = service_app(
        name="tickets",
        secret=secret,
        checks={
            "mongo": lambda: health.ready,
            "publishing": lambda: publisher.connected,
            "consuming": lambda: consumer.connected,
        },
        needed=frozenset({"mongo"}),
        behind_door=[Middleware(Surfaces, apps=_apps(ports))],
    )
    return Process(
        app=app,
        host=config.host,
        port=config.tickets_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, consumer.run],
        closing=[consumer.close, outbox.close, sweeper.close, publisher.close],
    )


def _ports(database: Database, *, outbox: Outbox) -> Ports:
    return Ports(
        tickets=tickets.MongoTickets(database, outbox=outbox),
        messages=messages.MongoMessages(database),
        settings=settings.MongoSettings(database),
        agents=agents.MongoAgents(database),
        teams=teams.MongoTeams(database),
        ticket_types=ticket_types.MongoTicketTypes(database),
        clock=utc_now,
    )


def _apps(ports: Ports) -> dict[str, ASGIApp]:
    return {surface: surface_app(surface, [api(ports) for api in apis]) for surface, apis in SURFACES.items()}
