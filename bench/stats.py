"""What a year's figures cost a tenant of a million tickets: `python -m bench.stats [--tickets 1000000] [--teams 5]`.

The tallies are filled with what so many tickets would have added, without the tickets: a few more than are counted one
by one do for the tallies to be asked. `python -m bench.growth` asks the same with every ticket there.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from statistics import median
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
WANTED_MILLISECONDS = 50.0
ROUNDS = 5
# Above that of any fold: what is added here stands.
FOLD = 1 << 40
AN_HOUR_MS = 3_600_000


async def top_up(database: Database, tenant_id: UUID, *, tickets: int, teams: int) -> UUID:
    """Let the tenant's tallies say that it has had so many tickets in a year; one of the teams."""
    chance, today = Random(tickets), utc_now().date()
    crews = [new_id() for _ in range(teams)]
    for ago in range(DAYS):
        change: Counter[Figure] = Counter()
        for ticket in _tickets(today - timedelta(days=ago), count=tickets // DAYS, crews=crews, chance=chance):
            for figure, amount in ticket.figures.items():
                change[figure] += amount
        writes = [tallies.applied(each, fold=FOLD + ago) for each in tallies.additions(tenant_id, change)]
        await database[tallies.COLLECTION].bulk_write(writes, ordered=False)
    return crews[0]


def _tickets(day: date, *, count: int, crews: list[UUID], chance: Random) -> Iterator[Counted]:
    for _ in range(count):
        breached = chance.random() < 0.1
        yield Counted(
            status=Status.CLOSED,
            priority=chance.choice(PRIORITIES),
            created_on=day,
            team_id=chance.choice(crews),
            closed_on=day,
            first_reply_ms=chance.randrange(AN_HOUR_MS),
            first_reply_measured=True,
            first_reply_met=not breached,
            first_reply_breached=breached,
            resolution_ms=chance.randrange(AN_HOUR_MS, 24 * AN_HOUR_MS),
            rating=chance.choice((None, 4, 5)),
        )


async def measure(*, tickets: int, teams: int) -> dict[str, float]:
    """The middle latency of each question in milliseconds."""
    async with system() as stack:
        database = connect(stack.settings["HELPDESK_MONGO_URL"], database=f"{stack.namespace}_tickets")
        tenant = await stack.make_tenant("A busy year")
        crew = await fill(database, UUID(tenant.id), count=COUNTED_LIVE + 100)
        team = await top_up(database, UUID(tenant.id), tickets=tickets, teams=teams)
        house, today = House(tenant, crew, (new_id(),)), utc_now().date()
        year = f"from={today - timedelta(days=DAYS - 1)}&to={today}"
        await database["teams"].insert_one(_team(team, tenant_id=UUID(tenant.id)))
        questions = (
            Question("/stats of a year", f"/api/helpdesk/stats?{year}"),
            Question("/stats of a year, one team", f"/api/helpdesk/stats?{year}&teamId={team}"),
            Question("/sla of a year", f"/v1/helpdesk/sla?{year}"),
            Question("/stats of a day", f"/api/helpdesk/stats?from={today}&to={today}"),
        )
        rounds = [[await ask(stack, house, question) for question in questions] for _ in range(ROUNDS)]
        database.client.close()
    return {
        question.name: median(column) for question, column in zip(questions, zip(*rounds, strict=True), strict=True)
    }


def _team(team_id: UUID, *, tenant_id: UUID) -> dict[str, object]:
    made = {"created_at": utc_now(), "updated_at": utc_now()}
    return {"_id": team_id, "tenant_id": tenant_id, "name": "Crew", "members": [], "assignment": "manual", **made}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--teams", type=int, default=5)
    asked = parser.parse_args()
    results = uvloop.run(measure(tickets=asked.tickets, teams=asked.teams))
    for name, milliseconds in results.items():
        print(f"{name:30} {milliseconds:8.2f} ms{'' if milliseconds <= WANTED_MILLISECONDS else '  <<'}")
    keep("stats", results)


if __name__ == "__main__":
    main()
