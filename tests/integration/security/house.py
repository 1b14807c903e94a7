"""A tenant with its callers: as the gateway knows them, and as a service hears of them."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.security.furniture import Furniture
from tests.integration.security.routes import INTERNAL, OPERATOR, Operation

NOBODY, SIBLING = "nobody", "sibling"
READS = ["read:helpdesk"]


@dataclass(frozen=True)
class Key:
    """A real key of the tenant's, and the same caller as a service hears of it."""

    text: str
    caller: Caller


@dataclass
class House(Furniture):
    """A tenant with a key of each role that the tables know."""

    keys: dict[str, Key] = field(default_factory=dict)

    async def open(self) -> "House":
        """The house with its keys: each a role of the tables."""
        await self._key("admin", role="admin", prefix="zn_live_")
        await self._key("entity", role="admin", prefix="ak_")
        await self._key("agent", role="agent")
        await self._key("reader", role="agent", scopes=READS)
        await self._key("customer", role="customer", contact_id=await self.row("contact"))
        await self._key("another", role="customer", contact_id=await self.row("another_contact"))
        return self

    async def knock(self, who: str, operation: Operation, path: str, **request: Any) -> httpx.Response:
        """What the gateway answers to the caller's key, on the entity surface to the admin's of the other prefix."""
        entity = operation.surface == Surface.ENTITY
        name = "entity" if entity and who == "admin" else who
        headers = {} if who == NOBODY else {"Authorization": f"Bearer {self.keys[name].text}"}
        headers |= {"x-entity-id": self.tenant_id} if entity else {}
        headers |= request.pop("headers", {})
        url = self.system.stack.base_url + path
        return await self.system.http.request(operation.method, url, headers=headers, **request)

    async def ask(self, who: str, operation: Operation, path: str, **request: Any) -> httpx.Response:
        """What the route's own process answers to the caller."""
        url = self.system.url_of(operation)
        return await self.system.http.request(
            operation.method, url + path, headers=self.headers(who, operation), **request
        )

    def headers(self, who: str, operation: Operation) -> dict[str, str]:
        """The caller as the route's process knows callers: by a signed identity, at the gateway by a key."""
        if who == NOBODY:
            return {}
        key = self.keys["admin" if who == SIBLING else who]
        if operation.service == "gateway":
            return {"Authorization": f"Bearer {key.text}"}
        surface = Surface.MESSENGER if operation.surface in {INTERNAL, OPERATOR} else operation.surface
        claims = {**_claims(key.caller), "surface": str(surface), "request_id": str(new_id())}
        via = "tickets" if who == SIBLING else None
        identity = {HEADER: sign(Caller(**claims, via=via), secret=self.system.secret)}
        return identity | ({"x-entity-id": self.tenant_id} if surface == Surface.ENTITY else {})

    async def furnish(self) -> "House":
        """The house with one of every kind."""
        self.rows["tenant"] = self.tenant_id
        for kind in self.makers():
            await self.row(kind)
        return self

    async def as_admin(self, method: str, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.keys['admin'].text}"}
        return await self.system.gateway(method, path, headers=headers, **request)

    async def _key(self, name: str, **wanted: Any) -> None:
        answer = await self.system.operator("POST", f"/tenants/{self.tenant_id}/keys", {"name": self.mark, **wanted})
        self.keys[name] = Key(
            answer["key"],
            Caller(
                tenant_id=self.tenant_id,
                role=answer["role"],
                scopes=tuple(answer["scopes"]),
                name=self.mark,
                surface="messenger",
                request_id="",
                key_id=answer["id"],
                agent_id=answer["agent_id"],
                contact_id=answer["contact_id"],
            ),
        )


def _claims(caller: Caller) -> dict[str, Any]:
    skipped = {"surface", "request_id", "via"}
    return {name: getattr(caller, name) for name in Caller.__slots__ if name not in skipped}
