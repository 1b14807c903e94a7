"""The form in which each surface says an error, for the API document."""

from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from shared.vocabulary import Surface


class Problem(BaseModel):
    """One wrong field, by the name that the surface has for it."""

    field: str
    message: str


class Complaint(BaseModel):
    """`code` is for programs, `message` for people; `details` are there where fields are wrong."""

    code: str
    message: str
    details: list[Problem] | SkipJsonSchema[None] = None


class MessengerError(BaseModel):
    error: Complaint
    request_id: str


class WorkflowError(BaseModel):
    error: Complaint


class EnvelopeError(BaseModel):
    error: Complaint


class EntityError(BaseModel):
    """Wrong fields are named in the text."""

    error: str


FORMS: dict[Surface, type[BaseModel]] = {
    Surface.MESSENGER: MessengerError,
    Surface.WORKFLOW: WorkflowError,
    Surface.ENVELOPE: EnvelopeError,
    Surface.ENTITY: EntityError,
}
