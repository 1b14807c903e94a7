"""What tickets answers at `/internal/…`, and how it says that it will not."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from services.notifications.domain.colleagues import Colleague, Concerned
from services.notifications.domain.helpdesk import (
    Brought,
    Conversation,
    Helpdesk,
    Said,
    TicketLine,
    TicketType,
    Words,
)
from shared.errors import (
    Conflict,
    Forbidden,
    HelpdeskError,
    Invalid,
    NotFound,
    TooLarge,
    Unavailable,
)
from shared.http.sibling import Answer
from shared.vocabulary import AuthorType, Status

REFUSALS: dict[int, type[HelpdeskError]] = {403: Forbidden, 404: NotFound, 409: Conflict, 413: TooLarge}
Model = TypeVar("Model", bound=BaseModel)


class _Words(BaseModel):
    ru: str | None = None
    en: str | None = None

    def to_words(self) -> Words:
        return Words(ru=self.ru, en=self.en)


class _Settings(BaseModel):
    helpdesk_enabled: bool
    helpdesk_allow_create: bool
    helpdesk_allow_view: bool
    helpdesk_welcome_message: _Words | None
    helpdesk_close_message: _Words | None
    csat_enabled: bool
    csat_message_template: str | None
    helpdesk_email_replies: bool


class _Type(BaseModel):
    id: UUID
    name: str


class HelpdeskShown(BaseModel):
    settings: _Settings
    ticket_types: list[_Type]

    def to_helpdesk(self) -> Helpdesk:
        settings = self.settings
        return Helpdesk(
            enabled=settings.helpdesk_enabled,
            allow_create=settings.helpdesk_allow_create,
            allow_view=settings.helpdesk_allow_view,
            ticket_types=tuple(TicketType(each.id, each.name) for each in self.ticket_types),
            welcome_message=(settings.helpdesk_welcome_message or _Words()).to_words(),
            close_message=(settings.helpdesk_close_message or _Words()).to_words(),
            csat_enabled=settings.csat_enabled,
            csat_message=settings.csat_message_template,
            email_replies=settings.helpdesk_email_replies,
        )


class BroughtShown(BaseModel):
    ticket_id: UUID
    number: int
    opened: bool
    reopened: bool

    def to_brought(self) -> Brought:
        return Brought(self.ticket_id, self.number, self.opened, self.reopened)


class Line(BaseModel):
    id: UUID
    number: int
    subject: str
    status: Status

    def to_line(self) -> TicketLine:
        return TicketLine(self.id, self.number, self.subject, self.status)


class Lines(BaseModel):
    tickets: list[Line]


class _Said(BaseModel):
    author_type: AuthorType
    author_name: str | None
    text: str
    at: datetime


class ConversationShown(BaseModel):
    ticket: Line
    said: list[_Said]

    def to_conversation(self) -> Conversation:
        said = tuple(Said(each.author_type, each.author_name, each.text, each.at) for each in self.said)
        return Conversation(self.ticket.to_line(), said)


class Kept(BaseModel):
    id: UUID


class _Agent(BaseModel):
    id: UUID
    name: str
    email: str
    email_on_assigned: bool
    email_on_reply: bool

    def to_colleague(self) -> Colleague:
        return Colleague(
            self.id, self.name, self.email, on_assigned=self.email_on_assigned, on_reply=self.email_on_reply
        )


class Recipients(BaseModel):
    assignee_id: UUID | None
    agents: list[_Agent]

    def to_concerned(self) -> Concerned:
        return Concerned(self.assignee_id, tuple(agent.to_colleague() for agent in self.agents))


class _Error(BaseModel):
    code: str
    message: str


class _Refusal(BaseModel):
    error: _Error


def read(answer: Answer, model: type[Model]) -> Model:
    """What a call that went well was answered. Raises what it was refused with."""
    check(answer)
    return model.model_validate_json(answer.content)


def check(answer: Answer) -> None:
    """Raises a HelpdeskError with the code that tickets gave, where it refused."""
    if 200 <= answer.status_code < 300:
        return
    try:
        error = _Refusal.model_validate_json(answer.content).error
    except ValidationError:
        raise Unavailable(f"tickets answered {answer.status_code}") from None
    if answer.status_code == 422:
        raise Invalid(message=error.message)
    kind = REFUSALS.get(answer.status_code)
    if kind is None:
        raise Unavailable(f"tickets answered {answer.status_code}: {error.code}")
    raise kind(error.message, code=error.code)
