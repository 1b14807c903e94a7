"""A random history of one tenant through the real API: whatever agents, customers and rules do to its tickets."""

import asyncio
from random import Random
from typing import Any

import httpx

PRIORITIES = ("low", "normal", "high", "urgent")
SETTINGS = {"sla_first_reply_hours": 2, "sla_resolve_hours": 4}
POLICY = {"name": "Gold", "first_response_hours": 1, "resolution_hours": 3, "applies": ["urgent"]}
AT_ONCE = 4


class Life:
    """One seed is one history, as far as four who act at once can be held to an order."""

    def __init__(self, admin: httpx.AsyncClient, customer: httpx.AsyncClient, *, contact: str, seed: int) -> None:
        self._admin, self._customer, self._contact = admin, customer, contact
        self._chance = Random(seed)
        self._tickets: list[str] = []
        self.teams: list[str] = []
        self._agent = ""

    async def furnish(self) -> None:
        """People, teams, a rule, and terms by which an hour is a second."""
        self._agent = await self._made("/agents", {"name": "Ann", "email": "ann@example.com"})
        self.teams = [await self._made("/teams", {"name": name, "members": []}) for name in ("First", "Second")]
        rule = {"condition": {"subject_contains": "refund"}, "action": {"set_priority": "high", "add_tag": "money"}}
        await self._made("/routing-rules", {"name": "Money", **rule})
        await self._made("/sla-policies", POLICY)
        (await self._admin.put("/v1/helpdesk/settings", json=SETTINGS)).raise_for_status()

    async def go_on(self, *, opened: int, steps: int) -> None:
        """So many new tickets, and so many things that happen to any of them."""
        for _ in range(opened // AT_ONCE):
            await asyncio.gather(*(self._open() for _ in range(AT_ONCE)))
        for _ in range(steps // AT_ONCE):
            await asyncio.gather(*(self._step() for _ in range(AT_ONCE)))

    async def _open(self) -> None:
        chance = self._chance
        body: dict[str, Any] = {
            "text": chance.choice(("Where is my refund?", "It is broken")),
            "priority": chance.choice(PRIORITIES),
            "contact_id": self._contact,
        }
        self._tickets.append(await self._made("/tickets", body))

    async def _step(self) -> None:
        """Many of them are refused, and change nothing: that is part of it."""
        chance, ticket = self._chance, self._chance.choice(self._tickets)
        path = f"/v1/helpdesk/tickets/{ticket}"
        workflow = f"/api/helpdesk/tickets/{ticket}"
        client, method, url, body = chance.choice(
            [
                (self._admin, "POST", f"{path}/reply", {"text": "Hello"}),
                (self._admin, "POST", f"{path}/reply", {"text": "A note", "internal": True}),
                (self._admin, "POST", f"{path}/customer-reply", {"text": "Any news?"}),
                (self._admin, "PATCH", f"{path}/status", {"status": chance.choice(("waiting", "closed", "new"))}),
                (self._admin, "PATCH", workflow, {"status": chance.choice(("resolved", "pending_customer"))}),
                (self._admin, "POST", f"{workflow}/reopen", {}),
                (self._admin, "PATCH", f"{path}/priority", {"priority": chance.choice(PRIORITIES)}),
                (self._admin, "PATCH", path, {"team_id": chance.choice((*self.teams, None))}),
                (self._admin, "PATCH", f"{path}/assign", {"assigned_to": chance.choice((self._agent, None))}),
                (self._customer, "POST", f"{path}/csat", {"rating": chance.randint(1, 5)}),
                (self._customer, "POST", f"{path}/csat", {"rating": chance.randint(1, 5)}),
                self._seldom(path),
            ]
        )
        answer = await client.request(method, url, json=body)
        assert answer.status_code < 500, answer.text

    def _seldom(self, path: str) -> tuple[httpx.AsyncClient, str, str, dict[str, Any] | None]:
        other = self._chance.choice(self._tickets)
        return self._chance.choice(
            [
                (self._admin, "DELETE", path, None),
                (self._admin, "POST", f"{path}/merge", {"into": other}),
                (self._admin, "POST", f"{path}/unmerge", {}),
            ]
        )

    async def _made(self, path: str, body: dict[str, Any]) -> str:
        answer = await self._admin.post(f"/v1/helpdesk{path}", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])
