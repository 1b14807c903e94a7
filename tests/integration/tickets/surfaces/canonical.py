"""A ticket in canonical words: what a test says of one, and what a surface shows of it."""

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from shared.vocabulary import Priority, Status

# The turns of a ticket's life that have a time.
TURNS = ("first_reply_at", "resolved_at", "closed_at")


class Fields(TypedDict, total=False):
    """What a ticket may be given; `text` is its first message."""

    subject: str
    text: str | None
    status: Status
    priority: Priority
    assignee_id: UUID | None
    tags: list[str]
    contact_id: UUID
    requester_email: str


@dataclass(frozen=True)
class Said:
    """A message."""

    author_type: str
    text: str
    internal: bool


@dataclass(frozen=True)
class Shown:
    """A ticket as far as a surface shows it; from `text` on None may stand for what it does not show.

    `statuses` are all canonical ones that the surface shows as this one word. `dated` names the turns of its life that
    have a time. `version` is that of the answer's ETag.
    """

    id: UUID
    subject: str
    statuses: tuple[Status, ...]
    priority: Priority
    assignee_id: UUID | None
    text: str | None = None
    number: int | None = None
    tags: tuple[str, ...] | None = None
    dated: frozenset[str] | None = None
    messages: tuple[Said, ...] | None = None
    version: int | None = None
