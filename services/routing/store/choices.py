"""Choices of teams in MongoDB. Those who want one of a tenant's teams at the same moment share the work."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from random import uniform
from uuid import UUID

from services.routing.domain.desk import Holding
from services.routing.domain.team import Choice, Team, choices
from services.routing.store import agents, decisions, holdings, teams
from services.routing.store.decisions import decision_document
from services.routing.store.turns import MongoTurns, Turns, made_of
from shared.bus.outbox import Outbox
from shared.errors import Unavailable
from shared.events.decisions import RoutingDecided
from shared.mongo import Batches, Database, Document, reachable

Tell = Callable[[Choice | None], RoutingDecided | None]
AT_ONCE = 50
ATTEMPTS = 20
PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants a team's choice for a ticket, as it was after the event `cause` with this sequence."""

    tenant_id: UUID
    team_id: UUID
    cause: UUID
    ticket_id: UUID
    sequence: int
    tell: Tell


class MongoChoices:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._turns = MongoTurns(database, outbox=outbox)
        self._teams = database[teams.COLLECTION]
        self._agents = database[agents.COLLECTION]
        self._holdings = database[holdings.COLLECTION]
        self._decisions = database[decisions.COLLECTION]
        self._wishes = Batches(self._grant, most=AT_ONCE, at_once=1)

    async def choose(
        self, tenant_id: UUID, team_id: UUID, *, cause: UUID, ticket_id: UUID, sequence: int, tell: Tell
    ) -> bool:
        return await self._wishes(Wish(tenant_id, team_id, cause, ticket_id, sequence, tell))

    async def forget_tenant(self, tenant_id: UUID) -> None:
        await self._turns.forget_tenant(tenant_id)

    async def _grant(self, wishes: Sequence[Wish]) -> list[bool | Exception]:
        by_tenant: defaultdict[UUID, list[Wish]] = defaultdict(list)
        for wish in wishes:
            by_tenant[wish.tenant_id].append(wish)
        outcomes = await asyncio.gather(*map(self._of_tenant, by_tenant.values()))
        by_id = dict(zip(by_tenant, outcomes, strict=True))
        return [_answer(by_id[wish.tenant_id], wish) for wish in wishes]

    async def _of_tenant(self, wishes: Sequence[Wish]) -> Set[UUID] | Exception:
        """The causes of the wishes that were granted now, or what kept them from it: no other tenant's are."""
        try:
            for _ in range(ATTEMPTS):
                turns = await self._turns.now(wishes[0].tenant_id)
                made, last = await self._made(turns, await self._fresh(wishes))
                if not made:
                    return frozenset()
                if await self._turns.take(turns, made, last=last):
                    await self._turns.store(turns.tenant_id, made)
                    return {each["cause"] for each in made}
                await asyncio.sleep(uniform(0, PAUSE_SECONDS))
        except Exception as error:
            return error
        return Unavailable("This tenant's teams are choosing for many at once.")

    async def _fresh(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Those that nothing was decided about, and whose ticket is not known to have moved on."""
        tenant_id, unique = wishes[0].tenant_id, {wish.cause: wish for wish in wishes}
        told = {"tenant_id": tenant_id, "_id": {"$in": list(unique)}}
        having = {"tenant_id": tenant_id, "_id": {"$in": [wish.ticket_id for wish in wishes]}}
        async with reachable():
            before = {row["_id"] async for row in self._decisions.find(told, {"_id": 1})}
            now_at = {row["_id"]: row["sequence"] async for row in self._holdings.find(having, {"sequence": 1})}
        return [
            wish
            for cause, wish in unique.items()
            if cause not in before and now_at.get(wish.ticket_id, 0) <= wish.sequence
        ]

    async def _made(self, turns: Turns, wishes: Sequence[Wish]) -> tuple[list[Document], Mapping[str, UUID]]:
        """What is decided, and who was last in each team then."""
        made: list[Document] = []
        last: dict[str, UUID] = {}
        if not wishes:
            return made, last
        choosers = await self._choosers(turns, {wish.team_id for wish in wishes})
        for wish in wishes:
            chooser = choosers.get(wish.team_id)
            choice = next(chooser) if chooser else None
            if (decided := wish.tell(choice)) is None:
                continue
            agent = choice.agent if choice else None
            holding = Holding(wish.ticket_id, wish.tenant_id, agent, wish.sequence) if agent else None
            made.append(made_of(decision_document(decided, cause=wish.cause), holding))
            if agent is not None:
                last[wish.team_id.hex] = agent
        return made, last

    async def _choosers(self, turns: Turns, team_ids: Set[UUID]) -> dict[UUID, Iterator[Choice]]:
        """For each team that chooses; what one gives to an agent counts for the others who have them too."""
        theirs = {"tenant_id": turns.tenant_id, "_id": {"$in": list(team_ids)}}
        async with reachable():
            rows = await self._teams.find(theirs).to_list(None)
        known = [replace(team, last=turns.last.get(team.id.hex)) for team in map(teams.team_of, rows)]
        choosing: list[Team] = [team for team in known if team.assignment.chooses]
        active, loads = await self._people(turns.tenant_id, choosing)
        return {team.id: choices(team, active=active, loads=loads) for team in choosing}

    async def _people(self, tenant_id: UUID, choosing: Sequence[Team]) -> tuple[Set[UUID], dict[UUID, int]]:
        """Which members are active, and what they have to do where that counts."""
        members = {member for team in choosing for member in team.members}
        theirs = {"tenant_id": tenant_id, "_id": {"$in": list(members)}, "active": True}
        counting: list[Document] = [
            {"$match": {"tenant_id": tenant_id, "open": True, "agent": {"$in": list(members)}}},
            {"$group": {"_id": "$agent", "open": {"$sum": 1}}},
        ]
        loads = dict.fromkeys(members, 0)
        async with reachable():
            active = {row["_id"] async for row in self._agents.find(theirs, {"_id": 1})}
            if any(team.counts_load for team in choosing):
                loads |= {row["_id"]: row["open"] async for row in self._holdings.aggregate(counting)}
        return active, loads


def _answer(outcome: Set[UUID] | Exception, wish: Wish) -> bool | Exception:
    return outcome if isinstance(outcome, Exception) else wish.cause in outcome
