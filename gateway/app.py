"""The gateway's composition root."""

from gateway.api.admission import Admission
from gateway.api.asgi import ASGIApp
from gateway.api.authorization import Operator
from gateway.api.front import Front
from gateway.api.own import own_app
from gateway.api.own_door import OwnDoor, current_actor
from gateway.api.proxy import Proxy
from gateway.clients.directory import TicketsDirectory
from gateway.clients.readiness import ServiceReadiness
from gateway.clients.search import SearchService
from gateway.clients.session import connector_of, open_session
from gateway.clients.upstream import HttpUpstream
from gateway.domain.bodies import Allowances
from gateway.domain.key import Digester
from gateway.settings import GatewaySettings
from gateway.store import budgets, keys, tenants
from gateway.store.collections import BUDGETS, KEYS, TENANTS
from gateway.store.guesses import Guesses
from gateway.store.principals import CachedPrincipals
from gateway.store.shares import SharedLimit
from gateway.store.slices import Slices
from gateway.usecases.ports import Limits, Ports, Upstream
from shared import audit, idempotency
from shared.audit import Audit
from shared.bus import sent
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.crypto import Sealer
from shared.http.sibling import Sibling
from shared.mongo import MongoHealth, connect
from shared.process import Process

INDEXES = {
    TENANTS: tenants.INDEXES,
    KEYS: keys.INDEXES,
    BUDGETS: budgets.INDEXES,
    idempotency.COLLECTION: idempotency.INDEXES,
    audit.COLLECTION: audit.INDEXES,
    sent.COLLECTION: sent.INDEXES,
}
TOLD = [TENANTS, audit.COLLECTION]


def build(settings: GatewaySettings) -> Process:
    secret = settings.identity_secret.get_secret_value()
    services = settings.services()
    database = connect(settings.mongo_url, database=settings.database("gateway"))
    health = MongoHealth(database, indexes=INDEXES)
    publisher = Publisher(url=settings.amqp_url, names=Names(settings.namespace))
    outbox = Outbox(database, publisher=publisher, collections=TOLD, tombstones=TOLD)
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    session = open_session()
    readiness = ServiceReadiness(
        session,
        services=services,
        needed="tickets",
        own={"mongo": lambda: health.ready, "publishing": lambda: publisher.connected},
    )
    upstream = HttpUpstream(connector_of(session), services=services)
    tickets = Sibling(settings.tickets_url, secret=secret, name="gateway")
    search = Sibling(settings.search_url, secret=secret, name="gateway")
    records = idempotency.Records(database, sealer=Sealer(settings.encryption_key.get_secret_value()))
    auditing = Audit(database, outbox=outbox, actor=current_actor)
    stored_keys = keys.MongoKeys(database, audit=auditing)
    ports = Ports(
        tenants=tenants.MongoTenants(database, outbox=outbox, audit=auditing),
        keys=stored_keys,
        principals=CachedPrincipals(stored_keys, clock=utc_now),
        guesses=Guesses(limit=settings.wrong_keys_per_minute),
        directory=TicketsDirectory(tickets),
        search=SearchService(search),
        answers=records,
        digester=Digester.from_secret(secret),
        clock=utc_now,
    )
    limits = _limits(settings, slices=Slices(budgets.MongoBudgets(database)))
    own = own_app(ports, readiness=readiness, records=records)
    return Process(
        app=_front(settings, ports=ports, own=own, upstream=upstream, limits=limits),
        host=settings.host,
        port=settings.gateway_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, readiness.run],
        closing=[
            limits.close,
            outbox.close,
            sweeper.close,
            publisher.close,
            session.close,
            tickets.close,
            search.close,
        ],
        head_seconds=settings.arrival_seconds,
    )


def _front(settings: GatewaySettings, *, ports: Ports, own: ASGIApp, upstream: Upstream, limits: Limits) -> Front:
    admission = Admission(ports, limits=limits)
    allowances = Allowances(largest_file=settings.attachments_max_bytes, seconds=settings.arrival_seconds)
    own_door = OwnDoor(own, allowances=allowances)
    proxy = Proxy(
        admission=admission,
        upstream=upstream,
        own_door=own_door,
        secret=settings.identity_secret.get_secret_value(),
        allowances=allowances,
    )
    operator = Operator(settings.operator_token.get_secret_value(), guesses=ports.guesses)
    return Front(own=own, own_door=own_door, admission=admission, proxy=proxy, operator=operator)


def _limits(settings: GatewaySettings, *, slices: Slices) -> Limits:
    def of(limit: int) -> SharedLimit | None:
        return SharedLimit(slices, limit=limit) if limit else None

    return Limits(
        key=of(settings.rate_limit_per_minute),
        tenant=of(settings.tenant_limit),
        address=of(settings.address_rate_limit_per_minute),
    )
