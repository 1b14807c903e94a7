"""`/v1/helpdesk/contacts`: agents read and write."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from services.tickets.api.asking import Reader, Writer
from services.tickets.api.messenger.bodies import ChatId
from services.tickets.domain.contact import Contact
from services.tickets.usecases.add_contact import add_contact
from services.tickets.usecases.change_contact import change_contact
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_contact import remove_contact
from shared.dialects.fields import Email, Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor

PATH = "/v1/helpdesk/contacts"


class ContactBody(BaseModel):
    name: Name
    email: Email | None = None
    telegram_chat_id: ChatId | None = None
    max_chat_id: ChatId | None = None


class ContactChanges(Changes):
    """Only what is given changes; null takes an address or a chat away."""

    name: Name = kept()
    email: Email | None = None
    telegram_chat_id: ChatId | None = None
    max_chat_id: ChatId | None = None


class ContactShown(Row):
    """A customer; unique in the tenant by e-mail and by chat."""

    name: str
    email: str | None
    telegram_chat_id: int | None
    max_chat_id: int | None


ContactPage = page_of("contacts", ContactShown)


def contacts_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=ContactPage)
    async def list_contacts(
        caller: Reader,
        limit: Limit = 25,
        cursor: str | None = None,
        email: Annotated[Email | None, Query()] = None,
        search: Annotated[Name | None, Query()] = None,
    ) -> Response:
        contacts, more = await ports.contacts.matching(
            caller.tenant, email=email, search=search, after=read_cursor(cursor), limit=limit
        )
        return json_answer(
            {
                "contacts": [contact_out(contact) for contact in contacts],
                "next_cursor": cursor_of(contacts[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=ContactShown)
    async def create_contact(actor: Writer, body: ContactBody) -> Response:
        return json_answer(
            contact_out(await add_contact(ports, tenant_id=actor.tenant_id, **body.model_dump())), status_code=201
        )

    @router.get("/{contact_id}", response_model=ContactShown)
    async def get_contact(caller: Reader, contact_id: str) -> Response:
        return json_answer(contact_out(await ports.contacts.get(caller.tenant, path_id(contact_id))))

    @router.put("/{contact_id}", response_model=ContactShown)
    async def put_contact(actor: Writer, contact_id: str, body: ContactChanges) -> Response:
        return json_answer(
            contact_out(
                await change_contact(ports, tenant_id=actor.tenant_id, contact_id=path_id(contact_id), **body.given())
            )
        )

    @router.delete("/{contact_id}", status_code=204, responses=refuses(409, "in_use", "This contact has tickets."))
    async def delete_contact(actor: Writer, contact_id: str) -> Response:
        await remove_contact(ports, tenant_id=actor.tenant_id, contact_id=path_id(contact_id))
        return Response(status_code=204)

    return router


def contact_out(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "name": contact.name,
        "email": contact.email,
        "telegram_chat_id": contact.telegram_chat_id,
        "max_chat_id": contact.max_chat_id,
        "created_at": rfc3339(contact.created_at),
        "updated_at": rfc3339(contact.updated_at),
    }
