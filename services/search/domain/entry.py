"""What the index is told about a ticket."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a ticket's; `internal` is a note, which customers never find.

    `origin` is the ticket in which it was written, where a merge has moved it to another.
    """

    id: UUID
    text: str
    internal: bool
    origin: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A ticket as it was at `sequence`, with some or all of its messages.

    `opening` is the text that it was opened with, which can change as the subject can. What is known of a later
    sequence stays; what is `gone` stays gone. `merged_into` is the ticket that has its messages.
    """

    tenant_id: UUID
    ticket_id: UUID
    sequence: int
    subject: str = ""
    opening: str | None = None
    messages: tuple[Said, ...] = ()
    gone: bool = False
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a tenant's tickets, whole; the next page comes after the one with the id `after`, if there is one."""

    entries: tuple[Entry, ...]
    after: UUID | None
