"""Bodies of every control API, for the servers and their clients alike."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .faults import FaultKind


class Shape(BaseModel):
    """A body whose unknown fields are an error, so that a misspelt wish is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class PersonShape(Shape):
    """How a customer is called."""

    first_name: str = "Customer"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class FaultShape(Shape):
    """A fault for the next `count` calls that match; see `faults.Fault`."""

    kind: FaultKind
    count: Annotated[int, Field(ge=1)] = 1
    method: str = ""
    chat_id: int | None = None
    bot_id: int | None = None
    retry_after_seconds: int = 1
    hold_seconds: float = 0.0
    code: int = 400
    description: str = "Bad Request"


class CallView(BaseModel):
    """One call that the server received."""

    method: str
    bot_id: int | None
    chat_id: str
    parameters: dict[str, object]
    http_method: str
    content_type: str
    at: float
    status: int
    description: str | None


class DeliveryView(BaseModel):
    """One attempt to hand an update to a webhook."""

    bot_id: int
    update_id: int
    attempt: int
    url: str
    status: int | None
    error: str | None
    update: dict[str, object]
    at: float
