"""Many chats that are answered at once through imitated platforms, and what the imitations' journals say of it."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from shared.ids import new_id
from shared.vocabulary import Channel
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.eventually import eventually
from tests.support.fake_max import MaxControl
from tests.support.fake_max.shapes import RuleChanges as MaxRules
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import RuleChanges as TelegramRules

Imitation = TelegramControl | MaxControl

FIRST_CHAT = 7_000_000
PUBLISHING = 50
SENDS = {Channel.TELEGRAM: "sendMessage", Channel.MAX: "POST /messages"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came to the platform at `at` (unix seconds); a refused one has another status than 200."""

    bot: int
    chat: str
    text: str
    at: float
    status: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`least_apart` is the least time between two messages of a chat; `most_in_a_second` is of one bot, over every
    second that there was; `in_order` says that every chat has each of its replies once, in their order."""

    messages: int
    seconds: float
    per_second: float
    least_apart: float
    most_in_a_second: int
    refused: int
    in_order: bool


async def answer_all(desk: Desk, platform: Imitation, *, bots: int, chats: int, replies: int) -> Figures:
    """Put `replies` for each of the chats, shared out between the bots, on the bus; what arrived when all had.

    The platform refuses what comes too fast.
    """
    if isinstance(platform, TelegramControl):
        await platform.change_rules(TelegramRules(know_everyone=True, pacing=True))
    else:
        await platform.change_rules(MaxRules(know_everyone=True, pacing=True))
    tickets = await _tickets(desk, platform, bots=bots, chats=chats)
    for number in range(replies):
        for begin in range(0, chats, PUBLISHING):
            some = tickets[begin : begin + PUBLISHING]
            await asyncio.gather(*(desk.publish(ticket.replied(f"{number}")) for ticket in some))
    tenants = [ticket.tenant_id for ticket in tickets[:bots]]
    within = 30 + chats * replies / bots / 5
    await eventually(lambda: _all_sent(desk, tenants, count=chats * replies), within=within, what="all is sent")
    arrivals = [
        Arrival(call.bot_id or 0, call.chat_id, str(call.parameters["text"]), call.at, call.status)
        for call in await platform.calls(SENDS[kind_of(platform)])
    ]
    return figures(arrivals, replies=replies)


def figures(arrivals: Sequence[Arrival], *, replies: int) -> Figures:
    taken = sorted((one for one in arrivals if one.status == 200), key=lambda one: one.at)
    of_chat: defaultdict[str, list[Arrival]] = defaultdict(list)
    of_bot: defaultdict[int, list[float]] = defaultdict(list)
    for one in taken:
        of_chat[one.chat].append(one)
        of_bot[one.bot].append(one.at)
    expected = [f"{number}" for number in range(replies)]
    seconds = taken[-1].at - taken[0].at
    return Figures(
        messages=len(taken),
        seconds=seconds,
        per_second=(len(taken) - 1) / seconds,
        least_apart=min(after.at - before.at for chat in of_chat.values() for before, after in pairwise(chat)),
        most_in_a_second=max(most_in_a_second(times) for times in of_bot.values()),
        refused=len(arrivals) - len(taken),
        in_order=all([one.text for one in chat] == expected for chat in of_chat.values()),
    )


def most_in_a_second(times: Sequence[float]) -> int:
    """The most of these (in order) that lie within any one second."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def kind_of(platform: Imitation) -> Channel:
    return Channel.TELEGRAM if isinstance(platform, TelegramControl) else Channel.MAX


async def _tickets(desk: Desk, platform: Imitation, *, bots: int, chats: int) -> list[TicketBuilder]:
    """One for each chat; every bot is of a tenant of its own."""
    kind = kind_of(platform)
    lines: list[tuple[UUID, UUID]] = []
    for number in range(bots):
        tenant_id, token = new_id(), f"{9000 + number}:AAbench"
        await platform.register_bot(token)
        lines.append((tenant_id, UUID((await desk.add_channel(tenant_id, token, kind=kind.value))["id"])))
    return [
        TicketBuilder(lines[number % bots][0], FIRST_CHAT + number, kind, lines[number % bots][1])
        for number in range(chats)
    ]


async def _all_sent(desk: Desk, tenants: Sequence[UUID], *, count: int) -> bool:
    sent = await desk.database["outgoing"].count_documents({"tenant_id": {"$in": list(tenants)}, "progress": "sent"})
    assert sent == count, f"{sent} of {count} are sent"
    return True
