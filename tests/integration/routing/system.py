"""Three processes of routing beside tickets and a test that asks, publishes and hears."""

from collections import Counter
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.events.envelope import Event
from shared.identity import HEADER
from shared.mongo import connect
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.system import COUNTED, TicketsSystem
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

COPIES = 3


class RoutingSystem(TicketsSystem):
    """The last of routing's processes can be killed where a trap in the directory says (tests/support/mortal.py)."""

    def __init__(self, servers: BackingServers, *, directory: Path) -> None:
        super().__init__(servers, directory=directory, copies=1, mortal=True)
        self.traps = directory
        self.routing = connect(servers.mongo.url, database=f"{self.stack.namespace}_routing")
        self.routing_turn = cycle(self.stack.urls["routing"])
        self.urls = [*self.stack.urls["tickets"], *self.stack.urls["routing"]]

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__(*_)
        self.routing.client.close()

    def _stack(self, servers: BackingServers, *, directory: Path, copies: int, mortal: bool) -> Stack:
        return Stack(
            servers,
            directory=directory,
            services=["tickets", "routing"],
            copies={"tickets": copies, "routing": COPIES},
            settings={"MORTAL_MODULE": "services.routing", "MORTAL_TRAPS": str(directory)},
            modules={"routing": "tests.support.mortal"},
        )

    async def has_consumed(self, url: str, event_type: str) -> bool:
        """Whether that one process has handled an event of the type."""
        found = COUNTED.findall((await self.http.get(f"{url}/metrics")).text)
        return any(kind == event_type and float(count) > 0 for _, kind, count in found)

    async def say(self, *events: Event) -> None:
        """Publish one after the other, each confirmed; nobody waits until they are handled."""
        for event in events:
            await self._publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)


class RoutingDesk(Desk):
    """A tenant's helpdesk with what routing knows of it."""

    system: RoutingSystem

    async def placed(self, *, team_id: str | None = None, assigned_to: str | None = None) -> Json:
        """A new ticket that has a team or an agent from the start, as the workflow surface opens it."""
        contact = await self.post("/contacts", {"name": "Grace"})
        body = {"subject": "Order", "contactId": contact["id"], "teamId": team_id, "assigneeId": assigned_to}
        return await self.on(Surface.WORKFLOW).post("/tickets", {name: each for name, each in body.items() if each})

    async def rules(self, method: str, path: str = "", **request: Any) -> Any:
        """What routing answers at `/v1/helpdesk/routing-rules`."""
        url = f"{next(self.system.routing_turn)}/v1/helpdesk/routing-rules{path}"
        return await self.system.http.request(method, url, headers={HEADER: self.identity()}, **request)

    async def rule(self, name: str, condition: Json, action: Json) -> Json:
        made = await self.rules("POST", json={"name": name, "condition": condition, "action": action})
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def crew(self, size: int, assignment: str, *, name: str = "Crew") -> tuple[Json, list[str]]:
        """A team of so many new agents, and their ids in its order, once routing knows of all."""
        members = [(await self.agent(f"Agent {number}"))["id"] for number in range(size)]
        return await self.team(members, assignment, name=name), members

    async def team(self, members: list[str], assignment: str, *, name: str = "Crew") -> Json:
        team = await self.post("/teams", {"name": name, "members": members, "assignment": assignment})
        await self.known(team["id"], assignment=assignment)
        for member in members:
            await self.agent_known(member, active=True)
        return team

    async def known(self, team_id: str, **fields: Any) -> None:
        await self._kept("teams", team_id, fields)

    async def agent_known(self, agent_id: str, *, active: bool) -> None:
        await self._kept("agents", agent_id, {"active": active})

    async def decided(self, tickets: Iterable[Json], *, within: float = 60.0) -> dict[str, Json]:
        """The tickets as they are, once routing has decided about all of them."""
        ids = [UUID(ticket["id"]) for ticket in tickets]

        async def all_decided() -> bool:
            done = {"_id": {"$in": ids}, "routed": {"$exists": True}}
            return await self.system.database["tickets"].count_documents(done) == len(ids)

        await eventually(all_decided, within=within, what=f"{len(ids)} decisions")
        return {str(each): await self.get(f"/tickets/{each}") for each in ids}

    async def shares(self, tickets: Iterable[Json]) -> Counter[str | None]:
        """How many of the tickets each agent has."""
        ids = [UUID(ticket["id"]) for ticket in tickets]
        found = self.system.database["tickets"].find({"_id": {"$in": ids}}, {"assignee": 1})
        return Counter([str(row["assignee"]["id"]) if "assignee" in row else None async for row in found])

    async def held(self, agents: Iterable[str]) -> Counter[str]:
        """How many open tickets routing counts for each agent."""
        query = {"tenant_id": self.tenant_id, "open": True, "agent": {"$in": [UUID(agent) for agent in agents]}}
        return Counter([str(row["agent"]) async for row in self.system.routing["assignments"].find(query)])

    async def _kept(self, collection: str, row_id: str, fields: Json) -> None:
        query = {"_id": UUID(row_id), "tenant_id": self.tenant_id, **fields}
        await eventually(
            lambda: self.system.routing[collection].find_one(query), within=20, what=f"{collection} are known"
        )
