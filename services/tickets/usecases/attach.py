"""Give files to a message: uploads that are named by their ids, and small ones that come along with it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import Attachment, StoredFile
from services.tickets.domain.file_rules import content_type, file_name
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.upload import KEPT_UNUSED
from shared.errors import Invalid, Problem
from shared.ids import new_id

UNKNOWN = "There is no file with this id, or it is used in another ticket."


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A small file that comes with the message itself."""

    name: str
    content_type: str
    content: bytes


# An upload's id, or a file.
AttachmentWish = UUID | NewAttachment


async def attach(
    ports: Ports, *, actor: Actor, ticket_id: UUID, wishes: Sequence[AttachmentWish]
) -> tuple[Attachment, ...]:
    """The files in the order of the wishes, from now on this ticket's alone; once more for the same is harmless.

    Raises Invalid, which names each wrong wish (`attachments.N.id` for what is unknown, another ticket's, or, where a
    customer asks, not their own); nothing is taken then, unless an id is lost to another ticket at this moment. What no
    message comes to show goes after 24 hours.
    """
    checked = await _checked(ports, actor=actor, ticket_id=ticket_id, wishes=wishes)
    attached = []
    for place, (file, wish) in enumerate(zip(checked, wishes, strict=True)):
        if isinstance(wish, NewAttachment):
            taken: StoredFile | None = await ports.attachments.keep(file, _whole(wish.content))
        else:
            until = ports.clock() + KEPT_UNUSED
            taken = await ports.attachments.claim(file, ticket_id=ticket_id, until=until)
        if taken is None:
            raise Invalid.field(f"attachments.{place}.id", UNKNOWN)
        attached.append(taken.as_attachment())
    return tuple(attached)


async def _checked(
    ports: Ports, *, actor: Actor, ticket_id: UUID, wishes: Sequence[AttachmentWish]
) -> list[StoredFile]:
    """A file for each wish, those that were brought along not stored yet. Raises Invalid with every problem."""
    files: list[StoredFile] = []
    problems: list[Problem] = []
    for place, wish in enumerate(wishes):
        try:
            if isinstance(wish, NewAttachment):
                files.append(_new(ports, actor=actor, ticket_id=ticket_id, wish=wish, field=f"attachments.{place}"))
                continue
            known = await ports.attachments.find(actor.tenant_id, wish)
            if known is None or not known.usable(in_ticket=ticket_id, by=actor):
                raise Invalid.field(f"attachments.{place}.id", UNKNOWN)
            if known in files:
                raise Invalid.field(f"attachments.{place}.id", "This file is named twice.")
            files.append(known)
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(*problems)
    return files


def _new(ports: Ports, *, actor: Actor, ticket_id: UUID, wish: NewAttachment, field: str) -> StoredFile:
    if not 0 < len(wish.content) <= ports.largest_attachment:
        raise Invalid.field(field, f"The file must have 1 to {ports.largest_attachment} bytes.")
    now = ports.clock()
    return StoredFile(
        id=new_id(),
        tenant_id=actor.tenant_id,
        name=file_name(wish.name, field=f"{field}.name"),
        content_type=content_type(wish.content_type, field=f"{field}.content_type"),
        uploader=actor.key_id,
        created_at=now,
        expires_at=now + KEPT_UNUSED,
        ticket_id=ticket_id,
    )


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
