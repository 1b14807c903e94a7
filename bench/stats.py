"""What a year's figures cost a tenant of a million tickets: `python -m bench.stats [--tickets 1000000] [--teams 5]`.

The tallies are filled with what so many tickets would have added, without the tickets: a few more than are counted as
they are do for the tallies to be asked. `python -m bench.growth` is the same with every ticket there.
"""

import argparse
from collections import Counter
from datetime import timedelta
from random import Random
from uuid import UUID

import uvloop

from bench.filling import PRIORITIES, fill
from bench.growth import House, Question, ask
from bench.system import keep, system
from services.tickets.domain.tally import Counted, Figure
from services.tickets.store import tallies
from services.tickets.usecases.statistics import COUNTED_LIVE
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database, connect
from shared.vocabulary import Status

DAYS = 365
WANTED_MILLISECONDS = 50
ROUNDS = 3
FOLD = 1 << 40


async def top_up(database: Database, tenant_id: UUID, *, tickets: int, teams: int) -> UUID:
    """Let the tenant's tallies say that it has had so many tickets in a year; one of the teams."""
    chance, today = Random(tickets), utc_now().date()
    crews = [new_id() for _ in range(teams)]
    for ago in range(DAYS):
        change: Counter[Figure] = Counter()
        day = today - timedelta(days=ago)
        for _ in range(tickets // DAYS):
            for figure, amount in _ticket(day_of=day, team=chance.choice(crews), chance=chance).figures.items():
                change[figure] += amount
        writes = [tallies.applied(each, fold=FOLD + ago) for each in tallies.additions(tenant_id, change)]
        await database[tallies.COLLECTION].bulk_write(writes, ordered=False)
    return crews[0]


def _ticket(*, day_of, team, chance):  # type: ignore[no-untyped-def]
    return Counted(
        status=Status.CLOSED,
        priority=chance.choice(PRIORITIES),
        created_on=day_of,
        team_id=team,
        closed_on=day_of,
        first_reply_seconds=1800,
        resolution_seconds=36000,
        measured=True,
        breached=chance.random() < 0.1,
        rating=chance.choice((None, 4, 5)),
    )


async def measure(*, tickets: int, teams: int) -> dict[str, float]:
    """The middle latency of each question in milliseconds."""
    async with system() as stack:
        database = connect(stack.settings["HELPDESK_MONGO_URL"], database=f"{stack.namespace}_tickets")
        tenant = await stack.make_tenant("A busy year")
        crew = await fill(database, UUID(tenant.id), count=COUNTED_LIVE + 100)
        team = await top_up(database, UUID(tenant.id), tickets=tickets, teams=teams)
        house = House(tenant, crew, (new_id(),))
        first, last = utc_now().date() - timedelta(days=DAYS - 1), utc_now().date()
        found = {}
        for name, path in (("stats of a year", f"/api/helpdesk/stats?from={first}&to={last}"),):
            rows = [await ask(stack, house, Question(name, path)) for _ in range(ROUNDS)]
            found[name] = sorted(rows)[ROUNDS // 2]
            print(name, rows)
        database.client.close()
    return found


if __name__ == "__main__":
    import sys

    print(uvloop.run(measure(tickets=int(sys.argv[1]) if len(sys.argv) > 1 else 1000000, teams=5)))
