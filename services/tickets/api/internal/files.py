"""`/internal/attachments`: files that a sibling brings from messengers, and those that it takes there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.tickets.domain.actor import Actor
from services.tickets.domain.byte_range import ByteRange
from services.tickets.domain.file_rules import PLAIN_BYTES
from services.tickets.usecases.bring_file import bring_file
from services.tickets.usecases.bring_message import BROUGHT_BY
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.http.app import json_answer
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import ActorType, Scope

Short = Annotated[str, Query(min_length=1, max_length=4096)]


def files_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/attachments", tags=["internal"])

    @router.post("", status_code=201)
    async def post_file(request: Request, key: Short, name: Short, content_type: Short) -> Response:
        """The id under which the body's bytes are kept, the same for every call with the key."""
        caller = sibling_caller()
        caller.require(Scope.WRITE, agent_only=True)
        file = await bring_file(
            ports,
            actor=Actor(caller.tenant, ActorType.CUSTOMER, key_id=BROUGHT_BY, by_sibling=True),
            key=key,
            name=name,
            declared_type=content_type,
            pieces=request.stream(),
        )
        return json_answer({"id": file.id}, status_code=201)

    @router.get("/{attachment_id}")
    async def get_file(attachment_id: str) -> Response:
        """The bytes of a file of the tenant."""
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        file = await ports.attachments.find(caller.tenant, path_id(attachment_id))
        if file is None:
            raise NotFound("There is no attachment with this id.")
        pieces = ports.attachments.read(file, ByteRange(0, file.size - 1))
        return StreamingResponse(pieces, media_type=PLAIN_BYTES, headers={"Content-Length": str(file.size)})

    return router
