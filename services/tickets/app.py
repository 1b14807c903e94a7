"""Tickets' composition root."""

from functools import partial

from services.tickets.api.entity import routes as entity
from services.tickets.api.envelope import routes as envelope
from services.tickets.api.internal.chats import chats_api
from services.tickets.api.internal.customer_messages import customer_messages_api
from services.tickets.api.internal.figures import figures_api
from services.tickets.api.internal.files import files_api
from services.tickets.api.internal.principals import principals_api
from services.tickets.api.internal.recipients import recipients_api
from services.tickets.api.internal.snapshots import snapshots_api
from services.tickets.api.messenger import routes as messenger
from services.tickets.api.workflow import routes as workflow
from services.tickets.clients.channels import ChannelsService
from services.tickets.clients.search import SearchService
from services.tickets.clients.sla import SlaService
from services.tickets.consumers.handlers import handlers
from services.tickets.settings import TicketsSettings
from services.tickets.store import (
    agents,
    attachment_bytes,
    attachments,
    audit_log,
    bringings,
    canned_responses,
    chats,
    contacts,
    counted,
    custom_fields,
    history,
    messages,
    saved_views,
    settings,
    tallies,
    teams,
    ticket_queries,
    ticket_types,
    tickets,
    uncounted,
)
from services.tickets.store.configuration_events import told_of
from services.tickets.store.folding import Folding
from services.tickets.store.moving import MongoMoving
from services.tickets.timers.loop import Timers
from services.tickets.timers.merging import finish_left_over
from services.tickets.timers.sweeping import sweep_expired
from services.tickets.usecases.ports import Ports
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
from shared.http.surfaces import Surfaces
from shared.idempotency import Records, forgetting, repeatable
from shared.mongo import Database, MongoHealth, connect
from shared.process import Process
from shared.vocabulary import Surface

SURFACES = {
    Surface.MESSENGER: messenger.ROUTES,
    Surface.WORKFLOW: workflow.ROUTES,
    Surface.ENVELOPE: envelope.ROUTES,
    Surface.ENTITY: entity.ROUTES,
}
INTERNAL = (principals_api, snapshots_api, recipients_api, customer_messages_api, chats_api, files_api, figures_api)
DIRECTORY = (agents, teams, ticket_types, contacts, custom_fields, canned_responses, saved_views)
RECORDS = (messages, history, attachments, attachment_bytes, bringings, chats, counted)
INDEXED = (idempotency, audit, attempts, sent, audit_log, ticket_queries, *RECORDS, *DIRECTORY)


def build(config: TicketsSettings) -> Process:
    secret = config.identity_secret.get_secret_value()
    names = Names(config.namespace)
    database = connect(config.mongo_url, database=config.database("tickets"))
    records = Records(database, sealer=Sealer(config.encryption_key.get_secret_value()))
    health = MongoHealth(
        database,
        indexes={store.COLLECTION: store.INDEXES for store in INDEXED},
        retired={ticket_queries.COLLECTION: ticket_queries.RETIRED},
    )
    publisher = Publisher(url=config.amqp_url, names=names)
    kept = [ticket_queries.COLLECTION, audit.COLLECTION]
    outbox = Outbox(
        database,
        publisher=publisher,
        collections=kept,
        tombstones=kept,
        followers={ticket_queries.COLLECTION: [history.HistoryFiling(database), uncounted.Noting(database)]},
    )
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    search = Sibling(config.search_url, secret=secret, name="tickets")
    bots = Sibling(config.notifications_url, secret=secret, name="tickets")
    clocks = Sibling(config.sla_url, secret=secret, name="tickets")
    ports = _ports(database, outbox=outbox, siblings=(search, bots, clocks), config=config)
    folding = Folding(database)
    consumer = Consumer(
        url=config.amqp_url,
        names=names,
        service="tickets",
        handlers=forgetting(handlers(ports), records=records),
        attempts=MongoAttempts(database),
    )
    app = service_app(
        name="tickets",
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
    for api in INTERNAL:
        app.include_router(api(ports))
    return Process(
        app=app,
        host=config.host,
        port=config.tickets_port,
        loops=[
            health.run,
            publisher.run,
            outbox.run,
            sweeper.run,
            consumer.run,
            Timers(folding).run,
            partial(sweep_expired, ports=ports),
            partial(finish_left_over, ports=ports),
        ],
        closing=[
            *(consumer.close, folding.close, outbox.close, sweeper.close, publisher.close),
            *(search.close, bots.close, clocks.close),
        ],
    )


def _ports(
    database: Database, *, outbox: Outbox, siblings: tuple[Sibling, Sibling, Sibling], config: TicketsSettings
) -> Ports:
    search, bots, clocks = siblings
    auditing = Audit(database, outbox=outbox, beside=told_of)
    return Ports(
        tickets=tickets.MongoTickets(database, outbox=outbox),
        messages=messages.MongoMessages(database),
        moving=MongoMoving(database),
        history=history.MongoHistory(database),
        attachments=attachments.MongoAttachments(database),
        bringings=bringings.MongoBringings(database),
        channels=ChannelsService(bots),
        chats=chats.MongoChats(database),
        tallies=tallies.MongoTallies(database),
        audit_log=audit_log.MongoAuditLog(database),
        settings=settings.MongoSettings(database, audit=auditing),
        agents=agents.MongoAgents(database, audit=auditing),
        teams=teams.MongoTeams(database, audit=auditing),
        ticket_types=ticket_types.MongoTicketTypes(database, audit=auditing),
        search=SearchService(search),
        clocks=SlaService(clocks),
        contacts=contacts.MongoContacts(database),
        custom_fields=custom_fields.MongoCustomFields(database, audit=auditing),
        canned_responses=canned_responses.MongoCannedResponses(database, audit=auditing),
        saved_views=saved_views.MongoSavedViews(database),
        clock=utc_now,
        largest_attachment=config.attachments_max_bytes,
    )
