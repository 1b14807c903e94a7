"""What the clock looks at in a ticket; whatever has these attributes can be watched."""

from datetime import datetime
from typing import Protocol, TypeVar

from shared.vocabulary import AuthorType, Priority, Status


class SeenTicket(Protocol):
    """A ticket's state after a change."""

    @property
    def status(self) -> Status: ...
    @property
    def priority(self) -> Priority: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def first_reply_at(self) -> datetime | None: ...
    @property
    def resolved_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def last_message_by(self) -> AuthorType | None: ...
    @property
    def last_message_at(self) -> datetime | None: ...
    @property
    def waiting_since(self) -> datetime | None: ...


Seen = TypeVar("Seen", bound=SeenTicket)
