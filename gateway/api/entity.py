"""`entityId`: by which a caller of the entity surface says whose tickets it means, and which no other surface takes.

It is looked for in the query, then in the header, then in a JSON body; the first of them that has one counts. Only
for the last is a body read before it goes on: nobody is asked to do anything for a tenant who was not named.
"""

import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

from gateway.api.body import Body
from gateway.api.head import Head
from gateway.domain.principal import Principal
from gateway.domain.routes import ENTITY_PREFIX
from shared.errors import Forbidden, Malformed
from shared.http.json_bodies import check_json
from shared.vocabulary import Surface

NAME = "entityId"
HEADER = b"x-entity-id"

Named = frozenset[str]


Content = bytes | AsyncIterator[bytes] | None


async def content_for(surface: Surface, body: Body, *, head: Head, query: str, principal: Principal) -> Content:
    """The body to hand on, once the caller has named the entity that the surface wants named, or none.

    Raises Malformed where none is named, Forbidden where it is another's than the key's, or no `ak_` key came with
    it; and what reading a body raises.
    """
    if surface is Surface.WORKFLOW and _named_in_head(head, query=query):
        message = f"{NAME} belongs to the entity surface, which wants a key that begins with {ENTITY_PREFIX}."
        raise Forbidden(message, code="wrong_kind_of_key")
    if surface is not Surface.ENTITY:
        return await body.whole_or_stream()
    if named := _named_in_head(head, query=query):
        _check(named, principal=principal)
        return await body.whole_or_stream()
    whole = None if body.absent else await body.whole()
    _check(_named_in_body(whole), principal=principal)
    return whole


def _named_in_head(head: Head, *, query: str) -> Named:
    """What the query names, or where it names nothing, the header; more than one where it stands there repeatedly."""
    if NAME in query and (given := parse_qs(query).get(NAME)):
        return frozenset(given)
    if HEADER not in head.by_name:
        return frozenset()
    return frozenset(value.decode("latin-1") for name, value in head.headers if name == HEADER and value)


def _check(named: Named, *, principal: Principal) -> None:
    if not named:
        raise Malformed(f"{NAME} is missing: in the query, the x-entity-id header or the JSON body.")
    if {each.lower() for each in named} != {principal.tenant_id}:
        raise Forbidden(f"This key is of another entity than {NAME} names.", code="wrong_entity")


def _named_in_body(body: bytes | None) -> Named:
    if not body:
        return frozenset()
    check_json(body)
    said = json.loads(body)
    given = said.get(NAME) if isinstance(said, dict) else None
    return frozenset({given}) if given and isinstance(given, str) else frozenset()
