"""Choices of teams in MongoDB: one transaction on the team's own row is its turn, its decisions and what they change.

The row is written first, so that the choices of a team come one after the other, whichever process makes them. So are
the rows of the agents chosen: two teams that share an agent never count the same load. Those who want a choice of a
team at the same moment share a transaction.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo import ReturnDocument, UpdateOne

from services.routing.domain.desk import Holding
from services.routing.domain.team import Assignment, Choice, Team, choices
from services.routing.store import agents, decisions, holdings, teams
from services.routing.store.decisions import decision_document
from shared.bus.outbox import Outbox
from shared.events.decisions import RoutingDecided
from shared.mongo import Batches, Database, Document, reachable, transaction

Tell = Callable[[Choice | None], RoutingDecided | None]
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants a team's choice for a ticket, as it was after the event `cause` with this sequence."""

    tenant_id: UUID
    team_id: UUID
    cause: UUID
    ticket_id: UUID
    sequence: int
    tell: Tell


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a wish."""

    wish: Wish
    choice: Choice | None
    document: Document


class MongoChoices:
    def __init__(self, database: Database, *, outbox: Outbox) -> None:
        self._database = database
        self._teams = database[teams.COLLECTION]
        self._agents = database[agents.COLLECTION]
        self._holdings = database[holdings.COLLECTION]
        self._decisions = database[decisions.COLLECTION]
        self._outbox = outbox
        self._wishes = Batches(self._grant, most=AT_ONCE, at_once=1)

    async def choose(
        self, tenant_id: UUID, team_id: UUID, *, cause: UUID, ticket_id: UUID, sequence: int, tell: Tell
    ) -> bool:
        return await self._wishes(Wish(tenant_id, team_id, cause, ticket_id, sequence, tell))

    async def _grant(self, wishes: Sequence[Wish]) -> list[bool | Exception]:
        by_team: defaultdict[tuple[UUID, UUID], list[Wish]] = defaultdict(list)
        for wish in wishes:
            by_team[wish.tenant_id, wish.team_id].append(wish)
        outcomes = await asyncio.gather(*map(self._grant_of_team, by_team.values()), return_exceptions=True)
        granted: dict[UUID, bool | Exception] = {}
        for theirs, outcome in zip(by_team.values(), outcomes, strict=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, Exception):
                raise outcome
            for wish in theirs:
                granted[wish.cause] = outcome if isinstance(outcome, Exception) else wish.cause in outcome
        return [granted[wish.cause] for wish in wishes]

    async def _grant_of_team(self, wishes: Sequence[Wish]) -> Set[UUID]:
        """The causes of the wishes that were granted now."""

        async def turn(session: AsyncIOMotorClientSession) -> list[Made]:
            return await self._turn(wishes, session=session)

        async with reachable():
            made = await transaction(self._database, turn)
        for each in made:
            self._outbox.announce(decisions.COLLECTION, each.wish.cause, each.document["outbox"])
        return {each.wish.cause for each in made}

    async def _turn(self, wishes: Sequence[Wish], *, session: AsyncIOMotorClientSession) -> list[Made]:
        tenant_id, team_id = wishes[0].tenant_id, wishes[0].team_id
        row = await self._teams.find_one_and_update(
            {"_id": team_id, "tenant_id": tenant_id},
            {"$inc": {"turns": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        fresh = await self._fresh(wishes, session=session)
        team = teams.team_of(row) if row else None
        made = list(_made(fresh, team=team, **await self._people(team, session=session)))
        if made:
            await self._decisions.insert_many([each.document for each in made], session=session)
            await self._settle(made, session=session)
        return made

    async def _fresh(self, wishes: Sequence[Wish], *, session: AsyncIOMotorClientSession) -> list[Wish]:
        """Those that nothing was decided about, and whose ticket is not known to have moved on."""
        tenant_id, unique = wishes[0].tenant_id, {wish.cause: wish for wish in wishes}
        told = {"tenant_id": tenant_id, "_id": {"$in": list(unique)}}
        before = {row["_id"] async for row in self._decisions.find(told, {"_id": 1}, session=session)}
        having = {"tenant_id": tenant_id, "_id": {"$in": [wish.ticket_id for wish in wishes]}}
        rows = self._holdings.find(having, {"sequence": 1}, session=session)
        now_at = {row["_id"]: row["sequence"] async for row in rows}
        return [
            wish
            for cause, wish in unique.items()
            if cause not in before and now_at.get(wish.ticket_id, 0) <= wish.sequence
        ]

    async def _people(self, team: Team | None, *, session: AsyncIOMotorClientSession) -> Document:
        """Which members are active, and what they have to do where that counts."""
        if team is None or not team.assignment.chooses:
            return {"active": frozenset(), "loads": {}}
        theirs = {"tenant_id": team.tenant_id, "_id": {"$in": list(team.members)}, "active": True}
        active = {row["_id"] async for row in self._agents.find(theirs, {"_id": 1}, session=session)}
        if team.assignment is not Assignment.LEAST_LOADED:
            return {"active": active, "loads": {}}
        having = {"tenant_id": team.tenant_id, "open": True, "agent": {"$in": list(active)}}
        counting: list[Document] = [{"$match": having}, {"$group": {"_id": "$agent", "open": {"$sum": 1}}}]
        loads = {row["_id"]: row["open"] async for row in self._holdings.aggregate(counting, session=session)}
        return {"active": active, "loads": loads}

    async def _settle(self, made: Sequence[Made], *, session: AsyncIOMotorClientSession) -> None:
        """The chosen have the tickets from now on, and the last of them had the team's turn."""
        chosen = [(each.wish, each.choice.agent) for each in made if each.choice and each.choice.agent]
        if not chosen:
            return
        tenant_id, team_id = chosen[0][0].tenant_id, chosen[0][0].team_id
        last = {"$set": {"last": chosen[-1][1]}}
        await self._teams.update_one({"_id": team_id, "tenant_id": tenant_id}, last, session=session)
        theirs = {"tenant_id": tenant_id, "_id": {"$in": list({agent for _, agent in chosen})}}
        await self._agents.update_many(theirs, {"$inc": {"turns": 1}}, session=session)
        held = [Holding(wish.ticket_id, tenant_id, agent, wish.sequence) for wish, agent in chosen]
        rows = [
            UpdateOne({"_id": each.ticket_id, "tenant_id": tenant_id}, {"$set": holdings.fields_of(each)}, upsert=True)
            for each in held
        ]
        await self._holdings.bulk_write(rows, session=session)


def _made(wishes: Sequence[Wish], *, team: Team | None, active: Set[UUID], loads: Mapping[UUID, int]) -> list[Made]:
    """A team that chooses nobody any more leaves what there is to decide without it."""
    turns = choices(team, active=active, loads=loads) if team and team.assignment.chooses else None
    made = []
    for wish in wishes:
        choice = next(turns) if turns else None
        if (decided := wish.tell(choice)) is not None:
            made.append(Made(wish, choice, decision_document(decided, cause=wish.cause)))
    return made
