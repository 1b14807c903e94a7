"""`/v1/helpdesk/attachments`: files that come and go in streams, and that no browser runs."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from services.tickets.api.asking import Author, Viewer
from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.byte_range import ByteRange, byte_range
from services.tickets.domain.file_rules import PLAIN_BYTES, SERVED_AS_SAID, served_as
from services.tickets.usecases.find_file import find_file
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.upload import FILE, upload
from shared.dialects.attachments import ATTACHMENTS_PATH, attachment_url
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.documented import Refusals, Shown, refuses
from shared.http.door import path_id
from shared.http.upload import incoming_file


class AttachmentShown(Shown):
    """A file; `size` is in bytes, and `url` a path at the gateway that wants the reader's own key."""

    id: UUID
    name: str
    content_type: str
    size: int
    url: str
    created_at: datetime


NO_FORM = refuses(415, "unsupported_media_type", "The body must be a multipart/form-data form.")
BYTES: dict[str, Any] = {
    "content": {
        kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted({*SERVED_AS_SAID, PLAIN_BYTES})
    }
}
HEAD_SERVED: Refusals = {
    200: {"description": "The whole file."},
    206: {"description": "The part of the file that `Range` asked for."},
    416: {"description": "The file has no such part; `Content-Range` says how long it is.", "content": {}},
}
FILE_SERVED = HEAD_SERVED | {status: {**HEAD_SERVED[status], **BYTES} for status in (200, 206)}
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FILE],
                    "properties": {FILE: {"type": "string", "format": "binary", "minLength": 1}},
                }
            }
        },
    }
}


def attachments_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=ATTACHMENTS_PATH, tags=["messenger"], route_class=AskedRoute)

    async def served(attachment_id: str, request: Request, *, reader: Actor) -> Response:
        file = await find_file(ports, reader=reader, file_id=path_id(attachment_id))
        header = request.headers.get("range")
        wanted = byte_range(header, size=file.size)
        if wanted is None:
            return Response(status_code=416, headers={**_guards(file), "Content-Range": f"bytes */{file.size}"})
        status, headers = _head(file, wanted)
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        return StreamingResponse(ports.attachments.read(file, wanted), status_code=status, headers=headers)

    @router.post("", status_code=201, response_model=AttachmentShown, responses=NO_FORM, openapi_extra=UPLOAD)
    async def post_attachment(actor: Author, request: Request) -> Response:
        incoming = await incoming_file(request, field=FILE)
        file = await upload(
            ports, actor=actor, name=incoming.name, declared_type=incoming.content_type, pieces=incoming.pieces
        )
        return json_answer(_shown(file), status_code=201)

    @router.get("/{attachment_id}", response_class=StreamingResponse, responses=FILE_SERVED)
    async def get_attachment(actor: Viewer, attachment_id: str, request: Request) -> Response:
        return await served(attachment_id, request, reader=actor)

    @router.head("/{attachment_id}", response_class=StreamingResponse, responses=HEAD_SERVED)
    async def head_attachment(actor: Viewer, attachment_id: str, request: Request) -> Response:
        return await served(attachment_id, request, reader=actor)

    return router


def _shown(file: StoredFile) -> dict[str, object]:
    return {
        "id": str(file.id),
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "url": attachment_url(file.id),
        "created_at": rfc3339(file.created_at),
    }


def _head(file: StoredFile, wanted: ByteRange) -> tuple[int, dict[str, str]]:
    headers = {
        **_guards(file),
        "Content-Type": served_as(file.content_type),
        "Content-Length": str(wanted.length),
        "Accept-Ranges": "bytes",
    }
    if wanted.length == file.size:
        return 200, headers
    return 206, headers | {"Content-Range": f"bytes {wanted.first}-{wanted.last}/{file.size}"}


def _guards(file: StoredFile) -> dict[str, str]:
    """What keeps a browser from showing the file on this site, from guessing what it is, and from running it."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private",
    }
