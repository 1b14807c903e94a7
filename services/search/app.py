"""Search's composition root."""

from services.search.api.rebuild import rebuild_api
from services.search.api.search import search_api
from services.search.clients.tickets import TicketsHeld
from services.search.consumers.handlers import handlers
from services.search.settings import SearchSettings
from services.search.store.attempts import SqliteAttempts
from services.search.store.index import SqliteIndex
from services.search.timers.rebuilding import Rebuilding
from services.search.usecases.ports import Ports
from services.search.usecases.wishes import WaitingWishes
from shared.bus.consumer import UNHURRIED_SECONDS, Consumer
from shared.bus.topology import Names
from shared.http.app import service_app
from shared.http.sibling import Sibling
from shared.process import Process


def build(settings: SearchSettings) -> Process:
    """Returns once no other process has the index: of several, one serves and the others stand by."""
    secret = settings.identity_secret.get_secret_value()
    index = SqliteIndex(settings.search_dir)
    tickets = Sibling(settings.tickets_url, secret=secret, name="search")
    ports = Ports(index=index, tickets=TicketsHeld(tickets), wishes=WaitingWishes())
    names = Names(settings.namespace)
    attempts = SqliteAttempts(settings.search_dir)
    consumer = Consumer(
        url=settings.amqp_url,
        names=names,
        service="search",
        handlers=handlers(ports),
        attempts=attempts,
        gather_seconds=UNHURRIED_SECONDS,
    )
    app = service_app(
        name="search",
        secret=secret,
        checks={"index": lambda: index.complete, "consuming": lambda: consumer.connected},
        needed=frozenset({"index"}),
    )
    app.include_router(search_api(ports))
    app.include_router(rebuild_api(ports))
    return Process(
        app=app,
        host=settings.host,
        port=settings.search_port,
        loops=[consumer.run, Rebuilding(ports).run],
        closing=[consumer.close, attempts.close, index.close, tickets.close],
    )
