"""Every figure, recomputed from the raw events of a random history by a model that knows docs/statistics.md alone."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from services.tickets.domain.statistics import Period
from services.tickets.store.tallies import MongoTallies
from shared.clock import utc_now
from shared.mongo import connect
from shared.vocabulary import Priority
from tests.e2e.numbers.conftest import client_of
from tests.e2e.numbers.history import Life
from tests.e2e.numbers.model import MEASURES, Asked, Told, figures, tickets_of
from tests.e2e.numbers.raw_events import RawEvents
from tests.support.eventually import eventually
from tests.support.stack import Stack, Tenant

PAGE = Path(__file__).parents[3] / "docs" / "statistics.md"
NO_FIGURES = ("stats.period.", "sla.period.", "sla.thresholds.")
SEEDS = (6, 60)


class House:
    """A tenant with its history, and everything that can be asked about it."""

    def __init__(self, stack: Stack, tenant: Tenant, *, admin: httpx.AsyncClient, raw: RawEvents) -> None:
        self._tenant, self.admin, self._raw = tenant, admin, raw
        mongo = stack.settings["HELPDESK_MONGO_URL"]
        self._databases = [connect(mongo, database=f"{stack.namespace}_{name}") for name in ("tickets", "sla")]
        self._tallies, self._watches = MongoTallies(self._databases[0]), self._databases[1]["watches"]

    def close(self) -> None:
        for database in self._databases:
            database.client.close()

    def told(self) -> list[Told]:
        return tickets_of(self._raw.of(self._tenant.id))

    def breaches(self) -> int:
        return sum(event["type"] == "sla.breached" for event in self._raw.of(self._tenant.id))

    async def at_rest(self) -> bool:
        """Whether no deadline is to come any more, and what has happened is counted."""
        coming = {"tenant_id": UUID(self._tenant.id), "due_at": {"$exists": True}}
        assert await self._watches.count_documents(coming) == 0, "deadlines are to come"
        tickets, today = self.told(), Asked(*_days())
        assert await self.shown(today) == figures(tickets, today), "events are on their way"
        assert await self.tallied(today) == _sums(tickets, today), "something is not counted yet"
        return True

    async def shown(self, asked: Asked) -> dict[str, float | None]:
        """What the API says, by the names of the page; the report is of all teams."""
        days = {"from": asked.first, "to": asked.last}
        team = {"teamId": asked.team} if asked.team else {}
        stats = (await self.admin.get("/v1/helpdesk/stats", params=days | team)).json()
        assert stats == (await self.admin.get("/api/helpdesk/stats", params=days | team)).json()
        named = dict(_flat("stats.", stats))
        if not asked.team:
            named |= _flat("sla.", (await self.admin.get("/v1/helpdesk/sla", params=days)).json())
        return {name: value for name, value in named.items() if not name.startswith(NO_FIGURES)}

    async def tallied(self, asked: Asked) -> dict[str, int]:
        """What is kept, by priority and measure; it answers where a tenant has more tickets than here."""
        period = Period(date.fromisoformat(asked.first), date.fromisoformat(asked.last))
        team = UUID(asked.team) if asked.team else None
        sums = await self._tallies.sums(UUID(self._tenant.id), period, team_id=team)
        return {name: amount for name, amount in sums.items() if amount}

    async def events_of_the_api(self) -> set[str]:
        """The ids of all events about tickets that a consumer can ask for."""
        found: set[str] = set()
        query: dict[str, Any] = {"limit": 100}
        while True:
            page = (await self.admin.get("/v1/helpdesk/events", params=query)).json()
            found |= {event["id"] for event in page["events"] if event["type"].startswith("ticket.")}
            if not page["events"]:
                return found
            query["after"] = page["next_cursor"] or page["events"][-1]["id"]

    def events_heard(self) -> set[str]:
        return {event["id"] for event in self._raw.of(self._tenant.id) if event["type"].startswith("ticket.")}


@pytest_asyncio.fixture
async def house(quick: Stack, raw: RawEvents) -> AsyncIterator[House]:
    tenant = await quick.make_tenant()
    async with client_of(quick, tenant.admin) as admin:
        house = House(quick, tenant, admin=admin, raw=raw)
        yield house
        house.close()


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_figure_is_what_the_raw_events_of_a_random_history_say(
    quick: Stack, house: House, seed: int
) -> None:
    client = house.admin
    contact = (await client.post("/v1/helpdesk/contacts", json={"name": "Olga", "email": "o@example.com"})).json()["id"]
    key = {"name": "Olga's", "role": "customer", "contact_id": contact}
    secret = (await client.post("/v1/helpdesk/keys", json=key)).json()["key"]
    async with client_of(quick, secret) as customer:
        life = Life(client, customer, contact=contact, seed=seed)
        await life.furnish()
        await life.go_on(opened=32, steps=120)
        await eventually(lambda: house.breaches() >= 5, within=30, what="deadlines pass")
        await life.go_on(opened=12, steps=100)
    await eventually(house.at_rest, within=60, every=0.3, what="everything has come to rest")
    tickets = house.told()
    for asked in _questions(life.teams):
        of_api = {name: value for name, value in figures(tickets, asked).items() if not (asked.team and "sla." in name)}
        assert await house.shown(asked) == of_api, asked
        assert await house.tallied(asked) == _sums(tickets, asked), asked
    assert {measure for measure in MEASURES if not Asked(*_days()).sum(measure, tickets)} == set()
    assert await house.events_of_the_api() == house.events_heard()


async def test_the_page_defines_every_figure_and_the_model_has_each(house: House) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \|", PAGE.read_text(), re.MULTILINE)
    assert {name for name in rows if "." not in name} == set(MEASURES)
    defined = {name for name in rows if "." in name}
    assert set(figures([], Asked(*_days()))) == defined
    assert set(await house.shown(Asked(*_days()))) == defined


def _questions(teams: list[str]) -> Iterator[Asked]:
    """The days one by one and together, of all teams and of each."""
    yesterday, today = _days()
    for first, last in ((yesterday, today), (today, today), (yesterday, yesterday), ("2020-02-03", today)):
        yield from (Asked(first, last, team) for team in (None, *teams))


def _days() -> tuple[str, str]:
    """Yesterday and today: a history may go on over midnight."""
    today = utc_now().date()
    return (today - timedelta(days=1)).isoformat(), today.isoformat()


def _sums(tickets: list[Told], asked: Asked) -> dict[str, int]:
    sums = {
        f"{priority.value}.{measure}": Asked(asked.first, asked.last, asked.team, priority.value).sum(measure, tickets)
        for priority in Priority
        for measure in MEASURES
    }
    return {name: amount for name, amount in sums.items() if amount}


def _flat(prefix: str, shown: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in shown.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield prefix + name, value
