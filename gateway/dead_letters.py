"""`helpdesk dead-letters`: what services could not handle, shown and put back; it asks the broker, not the gateway."""

import asyncio
import base64
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from shared.bus.dead_letters import DeadLetter
from shared.bus.dead_queue import DeadQueues
from shared.bus.topology import Names
from shared.errors import Invalid, NotFound
from shared.events.registry import SUBSCRIPTIONS
from shared.settings import BrokerSettings

LIST_LIMIT = 100

Json = dict[str, Any]
Work = Callable[[DeadQueues, Namespace], Awaitable[Json]]


def dead_letters(verbs: Any) -> None:
    """Add the verbs to a parser. Each has `work`: it returns what is to be printed, and raises HelpdeskError."""
    listing = _verb(verbs, "list", _list)
    listing.add_argument("--limit", type=int, default=LIST_LIMIT, help=f"of each service; {LIST_LIMIT} if not said")
    show = _verb(verbs, "show", _show)
    show.add_argument("id", metavar="ID")
    requeue = _verb(verbs, "requeue", _requeue)
    requeue.add_argument("id", metavar="ID", nargs="?")
    requeue.add_argument("--all", action="store_true", help="every dead letter, of the service or of all")


def _verb(verbs: Any, name: str, work: Work) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(name)
    parser.add_argument("--service", choices=sorted(SUBSCRIPTIONS), help="this service's alone")
    parser.set_defaults(work=lambda asked: asyncio.run(_at_the_broker(work, asked)))
    return parser


async def _at_the_broker(work: Work, asked: Namespace) -> Json:
    settings = BrokerSettings()
    async with DeadQueues(url=settings.amqp_url, names=Names(settings.namespace)) as queues:
        return await work(queues, asked)


def _services(asked: Namespace) -> Sequence[str]:
    return [asked.service] if asked.service else sorted(SUBSCRIPTIONS)


async def _list(queues: DeadQueues, asked: Namespace) -> Json:
    """The oldest of each service, and how many there are."""
    if asked.limit < 1:
        raise Invalid.field("--limit", "must be at least 1")
    listed: list[DeadLetter] = []
    waiting = {}
    for service in _services(asked):
        found: list[DeadLetter] = []
        waiting[service] = await queues.look(service, each=partial(_keep, found))
        listed += sorted(found, key=lambda letter: letter.died_at or "")[: asked.limit]
    return {"dead_letters": [asdict(letter) for letter in listed], "waiting": waiting}


def _keep(found: list[DeadLetter], letter: DeadLetter, _: bytes) -> None:
    found.append(letter)


async def _show(queues: DeadQueues, asked: Namespace) -> Json:
    """Each that has the id, whole: one event may be dead for several services."""
    found: list[Json] = []

    def look_at(letter: DeadLetter, body: bytes) -> None:
        if letter.id == asked.id:
            found.append({**asdict(letter), **_readable(body)})

    for service in _services(asked):
        await queues.look(service, each=look_at)
    if not found:
        raise NotFound("There is no dead letter of this id.")
    return {"dead_letters": found}


def _readable(body: bytes) -> Json:
    try:
        return {"event": json.loads(body)}
    except (ValueError, RecursionError):
        pass
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


async def _requeue(queues: DeadQueues, asked: Namespace) -> Json:
    if bool(asked.id) == asked.all:
        raise Invalid.field("requeue", "Name one id, or say --all.")
    requeued = {}
    for service in _services(asked):
        put = queues.put_all_back(service) if asked.all else queues.put_back(service, asked.id)
        requeued[service] = await put
    if asked.id and not any(requeued.values()):
        raise NotFound("There is no dead letter of this id.")
    return {"requeued": requeued}
