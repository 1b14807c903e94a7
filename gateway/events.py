"""`helpdesk events`: what services told, told again to a broker that lost it; it asks the servers themselves."""

import asyncio
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from gateway.settings import ServerSettings
from shared import log
from shared.bus.republish import republish
from shared.errors import Invalid


def events(verbs: Any) -> None:
    """Add the verbs to a parser. Each has `work`: it returns what is to be printed, and raises HelpdeskError."""
    parser = verbs.add_parser("republish", help="publish again what was sent since a time, within the last hour")
    parser.add_argument("--since", required=True, metavar="TIME", help="RFC 3339, such as 2030-01-31T12:00:00Z")
    parser.set_defaults(work=lambda asked: asyncio.run(_republish(asked)))


async def _republish(asked: Namespace) -> dict[str, Any]:
    # What is printed is the answer, for programs to read.
    log.configure(service="helpdesk", level="critical")
    settings = ServerSettings()
    counts = await republish(
        mongo_url=settings.mongo_url,
        amqp_url=settings.amqp_url,
        namespace=settings.namespace,
        since=_time(asked.since),
    )
    return {"republished": counts}


def _time(text: str) -> datetime:
    """Without an offset it is in UTC. Raises Invalid."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.field("--since", "must be a time in RFC 3339") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
