"""The gateway's composition root."""

from gateway.api.authorization import Operator
from gateway.api.front import Front
from gateway.api.own import own_app
from gateway.api.proxy import Proxy
from gateway.clients.readiness import ServiceReadiness
from gateway.clients.search import SearchService
from gateway.clients.session import connector_of, open_session
from gateway.clients.upstream import HttpUpstream
from gateway.domain.bodies import Allowances
from gateway.domain.key import Digester
from gateway.settings import GatewaySettings
from gateway.store import keys, tenants
from gateway.store.collections import KEYS, TENANTS
from gateway.store.principals import CachedPrincipals
from gateway.usecases.ports import Ports
from shared import idempotency
from shared.bus.outbox import Outbox
from shared.bus.publisher import Publisher
from shared.bus.sweeper import Sweeper
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.crypto import Sealer
from shared.http.sibling import Sibling
from shared.mongo import MongoHealth, connect
from shared.process import Process


def build(settings: GatewaySettings) -> Process:
    secret = settings.identity_secret.get_secret_value()
    services = settings.services()
    database = connect(settings.mongo_url, database=settings.database("gateway"))
    health = MongoHealth(
        database, indexes={TENANTS: tenants.INDEXES, KEYS: keys.INDEXES, idempotency.COLLECTION: idempotency.INDEXES}
    )
    publisher = Publisher(url=settings.amqp_url, names=Names(settings.namespace))
    outbox = Outbox(database, publisher=publisher, collections=[TENANTS], tombstones=[TENANTS])
    sweeper = Sweeper(database, outbox=outbox, publisher=publisher)
    session = open_session()
    readiness = ServiceReadiness(
        session,
        services=services,
        needed="tickets",
        own={"mongo": lambda: health.ready, "publishing": lambda: publisher.connected},
    )
    search = Sibling(settings.search_url, secret=secret, name="gateway")
    stored_keys = keys.MongoKeys(database)
    ports = Ports(
        tenants=tenants.MongoTenants(database, outbox=outbox),
        keys=stored_keys,
        principals=CachedPrincipals(stored_keys, clock=utc_now),
        search=SearchService(search),
        digester=Digester.from_secret(secret),
        clock=utc_now,
    )
    records = idempotency.Records(database, sealer=Sealer(settings.encryption_key.get_secret_value()))
    front = Front(
        own=own_app(ports, readiness=readiness, records=records),
        proxy=Proxy(
            ports,
            upstream=HttpUpstream(connector_of(session), services=services),
            secret=secret,
            allowances=Allowances(largest_file=settings.attachments_max_bytes),
        ),
        operator=Operator(settings.operator_token.get_secret_value()),
    )
    return Process(
        app=front,
        host=settings.host,
        port=settings.gateway_port,
        loops=[health.run, publisher.run, outbox.run, sweeper.run, readiness.run],
        closing=[outbox.close, sweeper.close, publisher.close, session.close, search.close],
    )
